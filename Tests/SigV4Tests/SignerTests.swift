import SigV4
import Testing

/// Expected signatures computed with botocore 1.43.11.
@Suite struct `A signer` {
    @Test(arguments: SignatureVector.all.filter { !$0.testDescription.contains("session token") })
    func `signs like other implementations`(vector: SignatureVector) {
        let signed = Sample.signer().sign(vector.unsigned, at: Sample.now)
        #expect(signed.headers.last?.name == "authorization")
        #expect(
            signed.headers.last?.value
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=\(vector.signedHeaders), Signature=\(vector.signature)")
    }

    @Test func `sends and signs the session token`() {
        let request = SignedRequest(method: "GET", path: "/", headers: [.init("host", Sample.host)])
        let signed = Sample.signer(token: "token").sign(request, at: Sample.now)
        #expect(signed.headers[2] == .init("x-amz-security-token", "token"))
        #expect(signed.headers[3].value.contains("SignedHeaders=host;x-amz-date;x-amz-security-token,"))
    }

    @Test func `leaves out what proxies change`() {
        let request = SignedRequest(
            method: "GET", path: "/",
            headers: [.init("host", Sample.host), .init("user-agent", "sluice"), .init("x-amzn-trace-id", "Root=1")])
        let signed = Sample.signer().sign(request, at: Sample.now)
        #expect(signed.headers.last?.value == Sample.authorization(signature: Sample.getVanillaSignature))
    }

    @Test func `states the hash of the body to an object store`() {
        let request = SignedRequest(
            method: "PUT", path: "/bucket//a/../b%20c~%2B",
            headers: [.init("host", Sample.host), .init("content-type", "text/plain")],
            body: .bytes(Array("hello".utf8)))
        let signed = Sample.signer(for: "s3", rules: .s3).sign(request, at: Sample.now)
        #expect(
            signed.headers[3]
                == .init(
                    "x-amz-content-sha256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"))
        #expect(
            signed.headers[4].value.hasSuffix(
                "Signature=c49e2a22236219f19503f0c99c5fd6001dc370e5188f65fcce3a5a023450df81"))
    }

    @Test func `presigns like other implementations`() {
        let request = SignedRequest(
            method: "GET", path: "/", query: "Action=GetCallerIdentity&Version=2011-06-15",
            headers: [.init("host", Sample.host)])
        let signed = Sample.signer(for: "sts").presign(request, lasting: 60, at: Sample.now)
        #expect(signed.query == Sample.presignedQuery)
        let withToken = Sample.signer(for: "sts", token: "TOKEN/with+odd=chars")
            .presign(request, lasting: 900, at: Sample.now)
        #expect(
            withToken.query.hasSuffix(
                "&X-Amz-Security-Token=TOKEN%2Fwith%2Bodd%3Dchars"
                    + "&X-Amz-Signature=9fb970cad7050895349ffc94cb6027a54b38802190ae99ff750aa00633c24180"))
    }

    @Test func `presigns for an object store`() {
        let request = SignedRequest(
            method: "GET", path: "/bucket//a/../b%20c", headers: [.init("host", Sample.host)])
        let signed = Sample.signer(for: "s3", rules: .s3).presign(request, lasting: 3600, at: Sample.now)
        #expect(
            signed.query.hasSuffix("=6afb7fb1737a32355970a0c8a72fd14a00865a6239b9c8168a947f34613bbcb1"))
    }

    @Test func `never shows its secret`() {
        let signer = Sample.signer(token: "token")
        var dumped = ""
        dump(signer, to: &dumped)
        for text in ["\(signer)", String(reflecting: signer), dumped] {
            #expect(text.contains("<secret>"))
            #expect(!text.contains(Sample.secret))
        }
    }
}

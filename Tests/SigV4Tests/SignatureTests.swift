import Crypto
import SigV4
import Testing

@Suite struct `A signed request` {
    @Test(arguments: SignatureVector.all)
    func `is proven when another implementation signed it`(vector: SignatureVector) throws {
        let admitted = try Sample.verifier.admit(vector.signed, at: Sample.now)
        #expect(throws: Never.self) { try admitted.verify(under: Sample.key()) }
    }

    @Test func `shows who signed it, for what, and with which token`() throws {
        var request = Sample.getVanilla()
        request.headers.append(.init("x-amz-security-token", "token"))
        let admitted = try Sample.verifier.admit(request, at: Sample.now)
        #expect(admitted.presented.credential.accessKeyID == "AKIDEXAMPLE")
        #expect(admitted.presented.signedHeaders == ["host", "x-amz-date"])
        #expect(admitted.presented.timestamp == Sample.now)
        #expect(admitted.presented.carrier == .header)
        #expect(admitted.presented.sessionToken == "token")
        #expect(admitted.scope.description == "20150830/us-east-1/service/aws4_request")
    }

    @Test func `may give its body as the hash alone`() throws {
        var request = SignatureVector.basics[2].signed
        request.body = .sha256(SHA256.hash(data: Array("Param1=value1".utf8)))
        try Sample.verifier.admit(request, at: Sample.now).verify(under: Sample.key())
    }

    @Test func `may write its parts without spaces, in any order, twice`() throws {
        let authorization =
            "AWS4-HMAC-SHA256 Signature=none,SignedHeaders=host;x-amz-date,Signature=\(Sample.getVanillaSignature),"
            + "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
        let request = Sample.getVanilla(authorization: authorization)
        try Sample.verifier.admit(request, at: Sample.now).verify(under: Sample.key())
    }

    /// Computed with botocore 1.43.11, which writes the zone as `-0000`.
    @Test func `may carry its time in the Date header`() throws {
        let request = SignedRequest(
            method: "GET", path: "/",
            headers: [
                .init("host", Sample.host), .init("date", "Sun, 30 Aug 2015 12:36:00 -0000"),
                .init(
                    "authorization",
                    Sample.authorization(
                        signedHeaders: "date;host",
                        signature: "7680771e48fa28c7db272da980f990fa8ee39dee61905c4203f5da9d3d48ac86")),
            ])
        try Sample.verifier.admit(request, at: Sample.now).verify(under: Sample.key())
    }

    @Test func `takes the time from x-amz-date when there is a Date header too`() throws {
        var request = Sample.getVanilla()
        request.headers.insert(.init("date", "Mon, 31 Aug 2015 12:36:00 GMT"), at: 0)
        #expect(try Sample.verifier.admit(request, at: Sample.now).presented.timestamp == Sample.now)
    }

    @Test(arguments: ["x-amzn-trace-id", "x-amz-cf-id", "x-amz-security-token", "content-type", "user-agent"])
    func `may gain headers on the way that change nothing`(name: String) throws {
        var request = Sample.getVanilla()
        request.headers.append(.init(name, "added"))
        try Sample.verifier.admit(request, at: Sample.now).verify(under: Sample.key())
    }

    /// Computed with botocore 1.43.11 (`S3SigV4Auth`).
    @Test func `of an object store keeps its path as it is`() throws {
        let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
        let names = "content-type;host;x-amz-content-sha256;x-amz-date"
        let request = SignedRequest(
            method: "PUT", path: "/bucket//a/../b%20c~%2b",
            headers: [
                .init("host", Sample.host), .init("x-amz-date", "20150830T123600Z"),
                .init("content-type", "text/plain"), .init("x-amz-content-sha256", hash),
                .init(
                    "authorization",
                    Sample.authorization(
                        credential: "AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request", signedHeaders: names,
                        signature: "c49e2a22236219f19503f0c99c5fd6001dc370e5188f65fcce3a5a023450df81")),
            ],
            body: .bytes(Array("hello".utf8)))
        let verifier = SignatureVerifier(regions: ["us-east-1"], service: "s3", rules: .s3)
        try verifier.admit(request, at: Sample.now).verify(under: Sample.key(for: "s3"))
    }

    /// Computed step by step with Python's `hmac`.
    @Test func `may name its host the way HTTP/2 does`() throws {
        let authorization = Sample.authorization(
            signedHeaders: ":authority;x-amz-date",
            signature: "f4f76e64657334fd8315f9078b5e4f85a30d60d44c6341dcbe8018821ff7c80a")
        let request = Sample.getVanilla(authorization: authorization)
        try Sample.verifier.admit(request, at: Sample.now).verify(under: Sample.key())
    }

    @Test func `is good for a quarter of an hour to either side`() throws {
        for offset: Int64 in [-900, 900] {
            let now = SigningTime(secondsSinceEpoch: Sample.now.secondsSinceEpoch + offset)
            #expect(throws: Never.self) { try Sample.verifier.admit(Sample.getVanilla(), at: now) }
        }
    }
}

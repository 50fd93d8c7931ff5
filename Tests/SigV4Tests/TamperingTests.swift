import SigV4
import Testing

@Suite struct `A signature does not prove` {
    private static let text =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        + "Key and signing method. Consult the service documentation for details."

    private func refusal(
        of request: SignedRequest, under key: SigningKey? = Sample.key(), at now: SigningTime = Sample.now,
        _ location: SourceLocation = #_sourceLocation
    ) throws -> SignatureRefusal? {
        let admitted = try Sample.verifier.admit(request, at: now)
        return #expect(throws: SignatureRefusal.self, sourceLocation: location) { try admitted.verify(under: key) }
    }

    private var signed: SignedRequest {
        let request = SignedRequest(
            method: "POST", path: "/path", query: "a=1&b=2",
            headers: [
                .init("host", Sample.host), .init("content-type", "text/plain"),
                .init("x-amz-target", "Service.Action"),
            ], body: .bytes(Array("body".utf8)))
        return Sample.signer(token: "token").sign(request, at: Sample.now)
    }

    @Test func `an untouched request wrong`() throws {
        try Sample.verifier.admit(signed, at: Sample.now).verify(under: Sample.key())
    }

    @Test(arguments: [
        Change("the method") { $0.method = "PUT" },
        Change("the path") { $0.path = "/Path" },
        Change("a slash at the end of the path") { $0.path = "/path/" },
        Change("a query value") { $0.query = "a=1&b=3" },
        Change("an added parameter") { $0.query += "&c" },
        Change("a dropped parameter") { $0.query = "a=1" },
        Change("the host") { $0.headers[0] = .init("host", "example.org") },
        Change("a repeated host") { $0.headers.append(.init("host", "example.org")) },
        Change("the content type") { $0.headers[1] = .init("content-type", "text/html") },
        Change("the action") { $0.headers[2] = .init("x-amz-target", "Service.Other") },
        Change("the time") { $0.headers[3] = .init("x-amz-date", "20150830T123601Z") },
        Change("the token") { $0.headers[4] = .init("x-amz-security-token", "other") },
        Change("the body") { $0.body = .bytes(Array("Body".utf8)) },
        Change("a dropped body") { $0.body = .bytes([]) },
    ])
    func `a request that was changed`(change: Change) throws {
        var request = signed
        change.apply(&request)
        let refusal = try refusal(of: request)
        #expect(refusal == .mismatch(.signatureDiffers))
        #expect(refusal?.code == .signatureDoesNotMatch)
        #expect(refusal?.message == Self.text)
    }

    struct Change: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let apply: @Sendable (inout SignedRequest) -> Void

        init(_ description: String, _ apply: @escaping @Sendable (inout SignedRequest) -> Void) {
            testDescription = description
            self.apply = apply
        }
    }

    @Test func `anything when one bit of it differs`() throws {
        for position in [0, 31, 63] {
            var digits = Array(Sample.getVanillaSignature)
            digits[position] = digits[position] == "0" ? "1" : "0"
            let request = Sample.getVanilla(authorization: Sample.authorization(signature: String(digits)))
            #expect(try refusal(of: request) == .mismatch(.signatureDiffers))
        }
    }

    @Test(arguments: [
        "", "5f", "zz" + Sample.getVanillaSignature.dropFirst(2), Sample.getVanillaSignature + "00",
        String(Sample.getVanillaSignature.dropLast()),
    ])
    func `anything when it is not 64 hexadecimal digits`(signature: String) throws {
        let request = Sample.getVanilla(authorization: Sample.authorization(signature: signature))
        let refusal = try refusal(of: request)
        #expect(refusal == .mismatch(.malformedSignature))
        #expect(refusal?.message == Self.text)
    }

    @Test func `a request under a key of another secret, day, region or service`() throws {
        let right = CredentialScope(date: "20150830", region: "us-east-1", service: "service")
        for key in [
            SigningKey(secret: Sample.secret + "x", scope: right),
            SigningKey(secret: Sample.secret, scope: .init(date: "20150831", region: "us-east-1", service: "service")),
            SigningKey(secret: Sample.secret, scope: .init(date: "20150830", region: "us-east-2", service: "service")),
            SigningKey(secret: Sample.secret, scope: .init(date: "20150830", region: "us-east-1", service: "iam")),
        ] {
            #expect(try refusal(of: Sample.getVanilla(), under: key) == .mismatch(.signatureDiffers))
        }
    }

    @Test func `a request whose key nobody holds, even when signed with an empty secret`() throws {
        let signer = Signer(accessKeyID: "AKIDNOBODY", secretAccessKey: "", region: "us-east-1", service: "service")
        let request = SignedRequest(method: "GET", path: "/", headers: [.init("host", Sample.host)])
        let refusal = try refusal(of: signer.sign(request, at: Sample.now), under: nil)
        #expect(refusal == .unknownAccessKey)
        #expect(refusal?.code == .invalidClientTokenID)
        #expect(refusal?.message == "The security token included in the request is invalid.")
    }

    @Test(arguments: ["x-amz-target", "x-amz-meta-owner", "x-amz-content-sha256"])
    func `a request that gained a header with a meaning`(name: String) throws {
        var request = Sample.getVanilla()
        request.headers.append(.init(name, "added"))
        let refusal = try refusal(of: request)
        #expect(refusal == .mismatch(.headerNotSigned(name)))
        #expect(refusal?.message == Self.text)
    }

    @Test func `a request that leaves its own time unsigned`() throws {
        let authorization = Sample.authorization(signedHeaders: "host", signature: Sample.getVanillaSignature)
        #expect(
            try refusal(of: Sample.getVanilla(authorization: authorization))
                == .mismatch(.headerNotSigned("x-amz-date")))
    }

    @Test func `a request that lost a signed header`() throws {
        var request = signed
        request.headers.removeAll { $0.name == "content-type" }
        #expect(try refusal(of: request) == .mismatch(.signedHeaderAbsent("content-type")))
    }

    @Test(arguments: ["x-amz-date;host", "host;host;x-amz-date"])
    func `a request whose signed headers are not in order`(signedHeaders: String) throws {
        let authorization = Sample.authorization(signedHeaders: signedHeaders, signature: Sample.getVanillaSignature)
        #expect(
            try refusal(of: Sample.getVanilla(authorization: authorization)) == .mismatch(.signedHeadersUnordered))
    }

    @Test(arguments: [
        "UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
    ])
    func `a body that it leaves out`(marker: String) throws {
        #expect(try refusal(of: requestStating(marker)) == .mismatch(.payloadNotSigned))
    }

    @Test func `a body other than the one it states`() throws {
        let emptyBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(try refusal(of: requestStating(emptyBody)) == .mismatch(.payloadDiffers))
        #expect(try refusal(of: requestStating("")) == .mismatch(.payloadDiffers))
    }

    /// A request with the body `body`, correctly signed with this text in `x-amz-content-sha256`.
    private func requestStating(_ hash: String) -> SignedRequest {
        let request = SignedRequest(
            method: "POST", path: "/", headers: [.init("host", Sample.host), .init("x-amz-content-sha256", hash)],
            body: .bytes(Array("body".utf8)))
        return Sample.signer().sign(request, at: Sample.now)
    }

    @Test func `a presigned request that was changed`() throws {
        for (part, other) in [
            ("Version=2011-06-15", "Version=2011-06-16"), ("Expires=60", "Expires=61"), ("GetCallerIdentity", "Other"),
            ("123600Z", "123601Z"), ("66ad5abf", "66ad5abe"),
        ] {
            let request = Sample.presigned(Sample.presignedQuery.replacing(part, with: other))
            let admitted = try Sample.presignVerifier.admit(request, at: Sample.now)
            #expect(throws: SignatureRefusal.mismatch(.signatureDiffers)) {
                try admitted.verify(under: Sample.key(for: "sts"))
            }
        }
    }
}

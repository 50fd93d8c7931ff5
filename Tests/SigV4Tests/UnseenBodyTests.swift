import Testing

@testable import SigV4

@Suite struct `A signature over a body that went past us` {
    static let body = Array(#"{"title":"note"}"#.utf8)
    static let digest = "4c9cb9f9a1a5e2b3f7c5d1e3a7b9c0d2e4f6081a2b3c4d5e6f708192a3b4c5d6"

    static func signed(
        _ headers: [SignedRequest.Header] = [], body: SignedRequest.Body = .bytes(Self.body)
    ) -> SignedRequest {
        let request = SignedRequest(
            method: "PUT", path: "/notes/1", headers: [.init("host", Sample.host)] + headers, body: body)
        return Sample.signer().sign(request, at: Sample.now)
    }

    static func verify(_ request: SignedRequest) throws -> SignedPayload {
        var request = request
        request.body = .unseen
        return try Sample.verifier.admit(request, at: Sample.now).verify(under: Sample.key())
    }

    static var stated: String {
        String(decoding: Hexadecimal.encode(SignedRequest.Body.bytes(body).digest), as: UTF8.self)
    }

    @Test func `tells the hash that the client states`() throws {
        let request = Self.signed([.init("x-amz-content-sha256", Self.stated)])
        #expect(try Self.verify(request) == .hash(Self.stated))
    }

    @Test func `is broken by another hash`() throws {
        var request = Self.signed([.init("x-amz-content-sha256", Self.stated)])
        request.headers = request.headers.map {
            $0.name == "x-amz-content-sha256" ? .init($0.name, Self.digest) : $0
        }
        #expect(throws: SignatureRefusal.mismatch(.signatureDiffers)) { try Self.verify(request) }
    }

    @Test func `is broken by a hash that was added after signing`() throws {
        var request = Self.signed(body: .bytes([]))
        request.headers.append(.init("x-amz-content-sha256", SignedPayload.empty.text))
        #expect(throws: SignatureRefusal.mismatch(.headerNotSigned("x-amz-content-sha256"))) {
            try Self.verify(request)
        }
    }

    @Test func `without a stated hash proves that there is no body`() throws {
        #expect(try Self.verify(Self.signed(body: .bytes([]))) == .empty)
        #expect(throws: SignatureRefusal.mismatch(.signatureDiffers)) { try Self.verify(Self.signed()) }
    }

    @Test(arguments: [
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "", "abc",
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
    ])
    func `is refused when what is stated is no hash`(_ text: String) throws {
        let request = Self.signed([.init("x-amz-content-sha256", text)])
        #expect(throws: SignatureRefusal.mismatch(.payloadNotSigned)) { try Self.verify(request) }
    }

    /// Signed with Python's hmac and hashlib: the body is the marker.
    @Test func `may leave it out, and says so`() throws {
        var request = SignedRequest(
            method: "PUT", path: "/notes/1",
            headers: [
                .init("host", Sample.host), .init("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
                .init("x-amz-date", "20150830T123600Z"),
            ])
        request.headers.append(
            .init(
                "authorization",
                Sample.authorization(
                    signedHeaders: "host;x-amz-content-sha256;x-amz-date", signature: Self.unsignedSignature)))
        #expect(try Self.verify(request) == .unsigned)
        // Where the body is there, the marker is no excuse.
        request.body = .bytes(Self.body)
        #expect(throws: SignatureRefusal.mismatch(.payloadNotSigned)) {
            try Sample.verifier.admit(request, at: Sample.now).verify(under: Sample.key())
        }
    }

    static let unsignedSignature = "c126a1ba9b494f7863aa2660b20faf1012de79c2791dd5b1aaf45f7521965e0e"

    @Test func `in a URL proves an empty body, or leaves it out`() throws {
        let request = SignedRequest(method: "GET", path: "/a", headers: [.init("host", Sample.host)])
        let presigned = Sample.signer().presign(request, lasting: 60, at: Sample.now)
        #expect(try Self.verify(presigned) == .empty)
        let objects = Sample.signer(for: "s3", rules: .s3).presign(request, lasting: 60, at: Sample.now)
        var unseen = objects
        unseen.body = .unseen
        let verifier = SignatureVerifier(regions: ["us-east-1"], services: ["s3", "other"], rules: .s3)
        #expect(
            try verifier.admit(unseen, at: Sample.now).verify(under: Sample.key(for: "s3")) == .unsigned)
    }

    @Test func `is for one of the services of an API`() throws {
        let verifier = SignatureVerifier(regions: ["us-east-1"], services: ["notes", "execute-api"])
        let refusal = SignatureRefusal.wrongScope([.service(expected: "execute-api' or 'notes")])
        #expect(throws: refusal) { try verifier.admit(Self.signed(), at: Sample.now) }
    }
}

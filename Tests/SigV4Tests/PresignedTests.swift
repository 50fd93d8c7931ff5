import SigV4
import Testing

/// Signatures computed with botocore 1.43.11 (`SigV4QueryAuth`, `S3SigV4QueryAuth`).
@Suite struct `A presigned request` {
    @Test func `is proven when another implementation signed it`() throws {
        let admitted = try Sample.presignVerifier.admit(Sample.presigned(), at: Sample.now)
        #expect(admitted.presented.carrier == .query(expires: 60))
        #expect(admitted.presented.credential.accessKeyID == "AKIDEXAMPLE")
        #expect(admitted.presented.sessionToken == nil)
        try admitted.verify(under: Sample.key(for: "sts"))
    }

    @Test func `may sign further headers`() throws {
        let query = Sample.presignedQuery
            .replacing("SignedHeaders=host", with: "SignedHeaders=host%3Bx-k8s-aws-id")
            .replacing(
                "66ad5abfc8108ce3c950addffb2d53b06a07daabed08f67240acabffe03a50cd",
                with: "51b89a242a0839276433391acb2ceed7c9356cf1b31074cdc41b8d11f16420c2")
        var request = Sample.presigned(query)
        request.headers.append(.init("x-k8s-aws-id", "cluster"))
        try Sample.presignVerifier.admit(request, at: Sample.now).verify(under: Sample.key(for: "sts"))
    }

    @Test func `may carry a session token that is signed`() throws {
        let query = Sample.presignedQuery
            .replacing("Expires=60", with: "Expires=900")
            .replacing("=host", with: "=host&X-Amz-Security-Token=TOKEN%2Fwith%2Bodd%3Dchars")
            .replacing(
                "66ad5abfc8108ce3c950addffb2d53b06a07daabed08f67240acabffe03a50cd",
                with: "9fb970cad7050895349ffc94cb6027a54b38802190ae99ff750aa00633c24180")
        let admitted = try Sample.presignVerifier.admit(Sample.presigned(query), at: Sample.now)
        #expect(admitted.presented.sessionToken == "TOKEN/with+odd=chars")
        try admitted.verify(under: Sample.key(for: "sts"))
    }

    @Test func `may carry a session token that was added after signing`() throws {
        let request = Sample.presigned(Sample.presignedQuery + "&X-Amz-Security-Token=added")
        let admitted = try Sample.presignVerifier.admit(request, at: Sample.now)
        #expect(admitted.presented.sessionToken == "added")
        try admitted.verify(under: Sample.key(for: "sts"))
    }

    @Test func `means the last of a repeated parameter, and signs all`() throws {
        let repeating = SignedRequest(
            method: "GET", path: "/", query: "X-Amz-Expires=1&X-Amz-Expires=2", headers: [.init("host", Sample.host)])
        var request = Sample.signer(for: "sts").presign(repeating, lasting: 60, at: Sample.now)
        let admitted = try Sample.presignVerifier.admit(request, at: Sample.now)
        #expect(admitted.presented.carrier == .query(expires: 60))
        try admitted.verify(under: Sample.key(for: "sts"))
        request.query.replace("X-Amz-Expires=2", with: "X-Amz-Expires=3")
        let changed = try Sample.presignVerifier.admit(request, at: Sample.now)
        #expect(throws: SignatureRefusal.mismatch(.signatureDiffers)) {
            try changed.verify(under: Sample.key(for: "sts"))
        }
    }

    @Test func `of an object store leaves its body unsigned`() throws {
        let request = SignedRequest(
            method: "GET", path: "/bucket//a/../b%20c",
            query: "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20150830T123600Z"
                + "&X-Amz-Expires=3600&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=6afb7fb1737a32355970a0c8a72fd14a00865a6239b9c8168a947f34613bbcb1",
            headers: [.init("host", Sample.host)], body: .bytes([1, 2, 3]))
        let verifier = SignatureVerifier(regions: ["us-east-1"], service: "s3", rules: .s3)
        try verifier.admit(request, at: Sample.now).verify(under: Sample.key(for: "s3"))
    }

    @Test func `of any other service proves an empty body and no other`() throws {
        var request = Sample.presigned()
        request.body = .bytes(Array("Action=AssumeRole".utf8))
        let admitted = try Sample.presignVerifier.admit(request, at: Sample.now)
        #expect(throws: SignatureRefusal.mismatch(.signatureDiffers)) {
            try admitted.verify(under: Sample.key(for: "sts"))
        }
    }

    @Test func `is good for as long as it says`() throws {
        let last = SigningTime(secondsSinceEpoch: Sample.now.secondsSinceEpoch + 60)
        #expect(throws: Never.self) { try Sample.presignVerifier.admit(Sample.presigned(), at: last) }
        let over = SigningTime(secondsSinceEpoch: Sample.now.secondsSinceEpoch + 61)
        let refusal = #expect(throws: SignatureRefusal.self) {
            try Sample.presignVerifier.admit(Sample.presigned(), at: over)
        }
        #expect(
            refusal?.message
                == "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T123701Z - 1 min.)"
        )
        #expect(refusal?.code == .signatureDoesNotMatch)
    }

    @Test func `is good before its time by the allowed skew`() throws {
        let early = SigningTime(secondsSinceEpoch: Sample.now.secondsSinceEpoch - 900)
        #expect(throws: Never.self) { try Sample.presignVerifier.admit(Sample.presigned(), at: early) }
    }

    @Test(arguments: ["X-Amz-Expires=604800", "X-Amz-Other=1"])
    func `never lives longer than the endpoint allows`(expires: String) throws {
        let request = Sample.presigned(Sample.presignedQuery.replacing("X-Amz-Expires=60", with: expires))
        let last = SigningTime(secondsSinceEpoch: Sample.now.secondsSinceEpoch + 900)
        #expect(throws: Never.self) { try Sample.presignVerifier.admit(request, at: last) }
        let over = SigningTime(secondsSinceEpoch: Sample.now.secondsSinceEpoch + 901)
        #expect(throws: SignatureRefusal.expired(signedAt: Sample.now, now: over, window: 900)) {
            try Sample.presignVerifier.admit(request, at: over)
        }
    }

    @Test(arguments: ["", "-1", "+60", "604801", "1.5", "99999999999999999999"])
    func `is refused when its lifetime is no number of seconds up to a week`(expires: String) {
        let request = Sample.presigned(
            Sample.presignedQuery.replacing("X-Amz-Expires=60", with: "X-Amz-Expires=\(expires)"))
        let refusal = #expect(throws: SignatureRefusal.self) {
            try Sample.presignVerifier.admit(request, at: Sample.now)
        }
        #expect(refusal?.code == .incompleteSignature)
        #expect(
            refusal?.message == "'X-Amz-Expires' must be a whole number of seconds from 0 to 604800. Got '\(expires)'.")
    }
}

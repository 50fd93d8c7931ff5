import Crypto

/// A signature that passed every check that needs no key, together with the request that it is about. Only
/// `SignatureVerifier.admit` makes one.
package struct AdmittedSignature: Sendable {
    package let presented: PresentedSignature
    private let request: SignedRequest
    private let query: CanonicalQuery
    private let rules: CanonicalRules

    init(presented: PresentedSignature, request: SignedRequest, query: CanonicalQuery, rules: CanonicalRules) {
        self.presented = presented
        self.request = request
        self.query = query
        self.rules = rules
    }

    /// The scope for which the caller must derive the key.
    package var scope: CredentialScope {
        let credential = presented.credential
        return CredentialScope(date: credential.date, region: credential.region, service: credential.service)
    }

    /// Judges the signature.
    ///
    /// - Parameter key: The key that belongs to the presented access key id and session token, nil when nobody holds
    ///   one. The work is the same either way, so the time of the answer does not tell which ids exist.
    /// - Returns: what a good signature says of the body.
    /// - Throws: `.unknownAccessKey` for a nil key, else `.mismatch`.
    @discardableResult
    package func verify(under key: SigningKey?) throws(SignatureRefusal) -> SignedPayload {
        let judged = judge(under: key ?? .decoy(for: scope))
        guard key != nil else { throw .unknownAccessKey }
        switch judged {
        case .success(let payload): return payload
        case .failure(let mismatch): throw .mismatch(mismatch)
        }
    }

    private func judge(under key: SigningKey) -> Result<SignedPayload, SignatureRefusal.Mismatch> {
        if let mismatch = headerMismatch { return .failure(mismatch) }
        let candidates: [SignedPayload]
        switch payloads {
        case .success(let found): candidates = found
        case .failure(let mismatch): return .failure(mismatch)
        }
        guard let signature = Hexadecimal.decode(presented.signature, count: SHA256.byteCount) else {
            return .failure(.malformedSignature)
        }
        for payload in candidates where isValid(signature, under: key, payload) { return .success(payload) }
        return .failure(.signatureDiffers)
    }

    private func isValid(_ signature: [UInt8], under key: SigningKey, _ payload: SignedPayload) -> Bool {
        let text = Array(payload.text.utf8)
        if isValid(signature, under: key, text, omitting: [QueryName.signature]) { return true }
        // Some clients put the session token on the URL after they signed it. It needs no signature of its own: only
        // the secret that belongs to this very token can have signed the rest.
        return isPresigned && presented.sessionToken != nil
            && isValid(signature, under: key, text, omitting: [QueryName.signature, QueryName.securityToken])
    }

    private var isPresigned: Bool { presented.carrier != .header }

    /// Every header that services take meaning from must be under the signature, or whoever relays the request could
    /// add one.
    private var headerMismatch: SignatureRefusal.Mismatch? {
        let signed = presented.signedHeaders
        guard zip(signed, signed.dropFirst()).allSatisfy({ $0 < $1 }) else { return .signedHeadersUnordered }
        for name in signed where !request.has(CanonicalRequest.carried(name)) { return .signedHeaderAbsent(name) }
        for header in request.headers where Self.mustBeSigned(header.name) && !signed.contains(header.name) {
            return .headerNotSigned(header.name)
        }
        return nil
    }

    private static func mustBeSigned(_ name: String) -> Bool {
        name.utf8.starts(with: "x-amz-".utf8) && !addedOnTheWay.contains(name)
    }

    /// The session token, which proves itself, and the trace that a content network adds. (`x-amzn-trace-id` has
    /// another prefix.)
    private static let addedOnTheWay: Set = ["x-amz-security-token", "x-amz-cf-id"]

    /// What the signature may say of the body. Only for a body that nobody saw is it more than one thing.
    private var payloads: Result<[SignedPayload], SignatureRefusal.Mismatch> {
        if case .unseen = request.body { return unseenPayloads }
        let digest = Hexadecimal.encode(request.body.digest)
        // The hash that the client states must be that of the body that came.
        if let stated = request.value(of: Payload.header) {
            if Payload.leavesBodyUnsigned(stated) { return .failure(.payloadNotSigned) }
            guard stated.utf8.elementsEqual(digest) else { return .failure(.payloadDiffers) }
        }
        return .success(
            isPresigned && rules == .s3 ? [.unsigned] : [.hash(String(decoding: digest, as: UTF8.self))])
    }

    /// The header that states a hash is signed, as every `x-amz-` header must be. Without it clients sign the hash of the
    /// body, which can be told without the body only when it is empty; of a URL they may leave the body out.
    private var unseenPayloads: Result<[SignedPayload], SignatureRefusal.Mismatch> {
        if let stated = request.value(of: Payload.header) {
            if stated == Payload.unsigned { return .success([.unsigned]) }
            guard Payload.isHash(stated) else { return .failure(.payloadNotSigned) }
            return .success([.hash(stated)])
        }
        guard isPresigned else { return .success([.empty]) }
        return .success(rules == .s3 ? [.unsigned] : [.empty, .unsigned])
    }

    private func isValid(
        _ signature: [UInt8], under key: SigningKey, _ payload: [UInt8], omitting: [String]
    ) -> Bool {
        let canonical = CanonicalRequest(
            request, query, signing: presented.signedHeaders, payload: payload, rules: rules, omitting: omitting)
        return key.isValid(signature, of: canonical, at: presented.timestamp)
    }
}

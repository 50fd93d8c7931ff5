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
    /// - Throws: `.unknownAccessKey` for a nil key, else `.mismatch`.
    package func verify(under key: SigningKey?) throws(SignatureRefusal) {
        let mismatch = mismatch(under: key ?? .decoy(for: scope))
        guard key != nil else { throw .unknownAccessKey }
        if let mismatch { throw .mismatch(mismatch) }
    }

    private func mismatch(under key: SigningKey) -> SignatureRefusal.Mismatch? {
        if let mismatch = headerMismatch { return mismatch }
        let bodyDigest = Hexadecimal.encode(request.body.digest)
        if let mismatch = payloadMismatch(bodyDigest) { return mismatch }
        guard let signature = Hexadecimal.decode(presented.signature, count: SHA256.byteCount) else {
            return .malformedSignature
        }
        let payload = isPresigned && rules == .s3 ? Array(Payload.unsigned.utf8) : bodyDigest
        if isValid(signature, under: key, payload, omitting: [QueryName.signature]) { return nil }
        // Some clients put the session token on the URL after they signed it. It needs no signature of its own: only
        // the secret that belongs to this very token can have signed the rest.
        if isPresigned, presented.sessionToken != nil,
            isValid(signature, under: key, payload, omitting: [QueryName.signature, QueryName.securityToken])
        {
            return nil
        }
        return .signatureDiffers
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

    /// The hash that the client states must be that of the body that came.
    private func payloadMismatch(_ bodyDigest: [UInt8]) -> SignatureRefusal.Mismatch? {
        guard let stated = request.value(of: Payload.header) else { return nil }
        if Payload.leavesBodyUnsigned(stated) { return .payloadNotSigned }
        return stated.utf8.elementsEqual(bodyDigest) ? nil : .payloadDiffers
    }

    private func isValid(
        _ signature: [UInt8], under key: SigningKey, _ payload: [UInt8], omitting: [String]
    ) -> Bool {
        let canonical = CanonicalRequest(
            request, query, signing: presented.signedHeaders, payload: payload, rules: rules, omitting: omitting)
        return key.isValid(signature, of: canonical, at: presented.timestamp)
    }
}

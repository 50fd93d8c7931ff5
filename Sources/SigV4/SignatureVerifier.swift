/// What one endpoint accepts signatures for.
///
/// Verification has two halves with the caller's key look-up between them: `admit` makes every check that needs no
/// key, so that a malformed, stale or misdirected request costs no look-up; `AdmittedSignature.verify` then judges the
/// signature itself. The order of the checks decides which of several faults is named, and follows AWS.
package struct SignatureVerifier: Sendable {
    private let regions: Set<String>
    private let services: Set<String>
    private let rules: CanonicalRules
    private let longestPresign: Int64

    /// Seconds that the client's clock may be off, in either direction.
    package static let allowedSkew: Int64 = 900

    /// - Parameter longestPresign: In seconds; a presigned request that asks for more gets this much. STS gives such a
    ///   request a quarter of an hour whatever it says.
    package init(regions: Set<String>, service: String, rules: CanonicalRules = .general, longestPresign: Int64 = 900) {
        self.init(regions: regions, services: [service], rules: rules, longestPresign: longestPresign)
    }

    /// For an API that is called by several names.
    package init(
        regions: Set<String>, services: Set<String>, rules: CanonicalRules = .general, longestPresign: Int64 = 900
    ) {
        self.regions = regions
        self.services = services
        self.rules = rules
        self.longestPresign = longestPresign
    }

    /// Whether a query string bears a signature, or the beginnings of one.
    package static func isPresigned(_ query: String) -> Bool { CanonicalQuery(query).bearsSignature }

    /// Finds the request's signature and checks all of it that needs no key.
    package func admit(_ request: SignedRequest, at now: SigningTime) throws(SignatureRefusal) -> AdmittedSignature {
        let query = CanonicalQuery(request.query)
        let claim = try SignatureClaim(in: request, query)
        guard claim.signedHeaders.contains(where: { $0 == "host" || $0 == ":authority" }) else { throw .hostNotSigned }
        guard let signedAt = claim.timestamp else { throw .malformedTimestamp(claim.date) }
        let carrier = try Self.carrier(of: claim)
        try checkTime(signedAt, carrier, at: now)
        let credential = try PresentedSignature.Credential(claim.credential)
        try checkScope(of: credential, signedAt: signedAt)
        let presented = PresentedSignature(
            credential: credential, signedHeaders: claim.signedHeaders, signature: claim.signature,
            timestamp: signedAt, carrier: carrier, sessionToken: claim.sessionToken)
        return AdmittedSignature(presented: presented, request: request, query: query, rules: rules)
    }

    private static func carrier(of claim: SignatureClaim) throws(SignatureRefusal) -> PresentedSignature.Carrier {
        guard case .query(let text) = claim.carrier else { return .header }
        guard let text else { return .query(expires: nil) }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int64(text), seconds <= 604_800 else {
            throw .malformedExpiry(text)
        }
        return .query(expires: seconds)
    }

    private func checkTime(
        _ signedAt: SigningTime, _ carrier: PresentedSignature.Carrier, at now: SigningTime
    ) throws(SignatureRefusal) {
        let window =
            switch carrier {
            case .header: Self.allowedSkew
            case .query(let expires): min(expires ?? longestPresign, longestPresign)
            }
        if signedAt < now - window { throw .expired(signedAt: signedAt, now: now, window: window) }
        if signedAt > now + Self.allowedSkew {
            throw .notYetCurrent(signedAt: signedAt, now: now, window: Self.allowedSkew)
        }
    }

    private func checkScope(
        of credential: PresentedSignature.Credential, signedAt: SigningTime
    ) throws(SignatureRefusal) {
        var problems: [SignatureRefusal.ScopeProblem] = []
        if !regions.contains(credential.region) { problems.append(.region(credential.region)) }
        if !services.contains(credential.service) {
            problems.append(.service(expected: services.sorted().joined(separator: "' or '")))
        }
        if credential.terminator != CredentialScope.terminator { problems.append(.terminator(credential.terminator)) }
        if credential.date != signedAt.day { problems.append(.date(scope: credential.date, signedAt: signedAt)) }
        guard problems.isEmpty else { throw .wrongScope(problems) }
    }
}

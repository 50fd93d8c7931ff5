import Crypto
import Foundation
import IdentityModel
import StrictJSON

/// Proves identity tokens: who issued them, for whom, when, and that the issuer signed them.
///
/// - Source: OpenID Connect Core 1.0 §3.1.3.7; RFC 7519 §7.2; RFC 8725.
package struct IDTokenVerifier: Sendable {
    private let verdicts: VerdictCache?

    /// - Parameter verdicts: where good signatures are remembered; nil verifies every signature every time.
    package init(remembering verdicts: VerdictCache? = VerdictCache()) {
        self.verdicts = verdicts
    }

    /// Judges one token.
    ///
    /// The order is the safety: what costs nothing is asked first, so that no stranger's text makes us compute or
    /// fetch, and what was read before the signature is used for nothing but refusal.
    ///
    /// - Parameters:
    ///   - clientIDs: the ids that are registered for us at this issuer. None: `notConfigured`, once the token has
    ///     shown itself to be one of this issuer's.
    /// - Throws: the first check that failed.
    package func verify(
        _ token: Secret<String>, policy: TokenPolicy, clientIDs: [String], keys source: any KeySource, at now: Date
    ) async throws(LoginError) -> ProvenToken {
        let token = try CompactToken(token)
        if let type = token.header.type, !policy.types.contains(type) { throw .wrongTokenUse }
        for member in policy.forbiddenHeaderMembers where token.header.has(member) { throw .malformed }
        let issuer = try Self.issuer(of: token, among: policy.acceptedIssuers)
        let claims = try TokenClaims(token.payload, policy: policy)
        guard !clientIDs.isEmpty else { throw .notConfigured }
        let audience = policy.audience.matching(
            claims.audiences, authorizedParty: claims.authorizedParty, clientIDs: clientIDs)
        guard let audience else { throw .audienceMismatch }
        try claims.checkTimes(by: policy, now: Int64(now.timeIntervalSince1970))
        guard let algorithm = SignatureAlgorithm(rawValue: token.header.algorithm),
            policy.algorithms.contains(algorithm)
        else { throw .algorithmRejected }

        try await checkSignature(of: token, by: algorithm, from: issuer, policy: policy, keys: source, at: now)

        try claims.checkEqualities(by: policy)
        return ProvenToken(
            issuer: policy.issuer, subject: claims.subject, audience: audience, claims: Claims(token.payload),
            issuedAt: claims.issuedAt.map { Date(timeIntervalSince1970: TimeInterval($0)) },
            expiresAt: Date(timeIntervalSince1970: TimeInterval(claims.expiry)),
            signature: TokenSignature(algorithm: token.header.algorithm, keyID: token.header.kid))
    }

    private static func issuer(of token: CompactToken, among accepted: [String]) throws(LoginError) -> String {
        guard let node = token.payload.root["iss"] else { throw .claimMissing("iss") }
        guard let issuer = node.string, (1...512).contains(issuer.utf8.count) else { throw .claimInvalid("iss") }
        guard accepted.contains(where: { $0.isSameBytes(as: issuer) }) else { throw .issuerMismatch }
        return issuer
    }
}

// MARK: - The signature

extension IDTokenVerifier {
    private func checkSignature(
        of token: CompactToken, by algorithm: SignatureAlgorithm, from issuer: String, policy: TokenPolicy,
        keys source: any KeySource, at now: Date
    ) async throws(LoginError) {
        let candidates = try await candidates(
            for: token, by: algorithm, from: issuer, policy: policy, keys: source, at: now)
        let digest = SHA256.hash(data: token.bytes)
        let isGood = candidates.contains { candidate in
            let verdict = VerdictCache.Verdict(token: digest, key: candidate.thumbprint)
            if verdicts?.contains(verdict) ?? false { return true }
            guard candidate.key.verifies(token.signature, over: token.bytes[token.signingInput], by: algorithm)
            else { return false }
            verdicts?.insert(verdict)
            return true
        }
        guard isGood else { throw .badSignature }
    }

    /// The keys that may have signed the token. Waits only when no keys are at hand, or not the one that is named.
    private func candidates(
        for token: CompactToken, by algorithm: SignatureAlgorithm, from issuer: String, policy: TokenPolicy,
        keys source: any KeySource, at now: Date
    ) async throws(LoginError) -> [KeyMaterial] {
        func select(from keys: IssuerKeys) throws(LoginError) -> JSONWebKeySet.Selection {
            guard keys.issuer?.isSameBytes(as: issuer) ?? true else { throw .issuerMismatch }
            guard keys.algorithms?.contains(algorithm) ?? true else { throw .algorithmRejected }
            return keys.keySet.select(kid: token.header.kid, algorithm: algorithm, policy: policy)
        }
        // A missing key id is refused before anybody is asked for keys.
        if policy.requiresKeyID, token.header.kid == nil { throw .keyUnknown }
        let keys: IssuerKeys
        if let held = source.heldKeys(at: now) { keys = held } else { keys = try await source.keys(at: now) }
        var selection = try select(from: keys)
        if case .unknown = selection, let kid = token.header.kid {
            selection = try select(from: try await source.keys(including: kid, at: now))
        }
        switch selection {
        case .candidates(let keys): return keys
        case .refused(let error): throw error
        case .unknown: throw .keyUnknown
        }
    }
}

import IdentityModel
import STS
import StrictJSON
import UpstreamSTS
import WebTokens

import struct Foundation.Date

/// Writes and signs our OpenID tokens.
///
/// - Source: Amazon Cognito Identity API Reference, `GetOpenIdToken`; claims and their order as observed.
package struct OpenIDTokenIssuer: Sendable {
    private let issuer: String
    private let keys: SigningKeys

    /// Seconds, for GetOpenIdToken.
    static let lifetime: Int64 = 600
    /// Seconds, for GetOpenIdTokenForDeveloperIdentity unless the caller says otherwise.
    static let developerLifetime: Int64 = 900
    /// Seconds, for tokens that an STS elsewhere is shown.
    static let upstreamLifetime: Int64 = 300
    /// The claim that names a source identity, as STS reads it.
    static let sourceIdentityClaim = "https://aws.amazon.com/source_identity"
    /// The claim that carries session tags, as STS reads it.
    static let tagsClaim = "https://aws.amazon.com/tags"

    package init(issuer: String, keys: SigningKeys) {
        self.issuer = issuer
        self.keys = keys
    }

    func token(
        for identity: WebIdentity, of pool: IdentityPool, lifetime: Int64 = Self.lifetime, at now: Date
    ) async throws(FederationError) -> Secret<String> {
        try sign(
            pool, subject: identity.subject, audience: identity.audience, methods: identity.methods,
            tags: identity.tags, lifetime: lifetime, at: now)
    }

    /// For an STS elsewhere, which looks at it once and at once.
    func token(
        for wanted: UpstreamAssumption, of pool: IdentityPool, at now: Date
    ) async throws(FederationError) -> Secret<String> {
        let bearer = wanted.bearer
        return try sign(
            pool, subject: bearer.subject, audience: bearer.audience, methods: bearer.methods, tags: bearer.tags,
            lifetime: Self.upstreamLifetime, at: now
        ) { claims in
            claims.member(BackEndClaim.name, wanted.backEnd.name)
            if let identity = bearer.sourceIdentity { claims.member(Self.sourceIdentityClaim, identity) }
            if let policies = wanted.role.policyClaim { claims.member("policy", policies) }
        }
    }

    private func sign(
        _ pool: IdentityPool, subject: String, audience: String, methods: [String], tags: [String: String],
        lifetime: Int64, at now: Date, adding more: (inout JSONWriter) -> Void = { _ in }
    ) throws(FederationError) -> Secret<String> {
        guard let ring = keys.ring else { throw .unavailable("no signing key has been read yet") }
        let issuedAt = Int64(now.timeIntervalSince1970)
        var claims = JSONWriter(capacity: 512)
        claims.beginObject()
        claims.member("sub", subject)
        claims.member("aud", audience)
        claims.member("amr", methods)
        claims.member("iss", issuer)
        claims.member("https://cognito-identity.amazonaws.com/identity-pool-arn", pool.arn)
        if !tags.isEmpty { Self.write(tags, to: &claims) }
        more(&claims)
        claims.member("exp", issuedAt + lifetime)
        claims.member("iat", issuedAt)
        claims.endObject()
        do throws(SigningKeyError) {
            return try ring.minter.mint(claims.bytes)
        } catch {
            throw .internal("signing failed: \(error)")
        }
    }

    /// Each value is a list of one.
    ///
    /// - Source: IAM User Guide, "Passing session tags in AWS STS", `AssumeRoleWithWebIdentity`.
    private static func write(_ tags: [String: String], to claims: inout JSONWriter) {
        claims.name(tagsClaim)
        claims.beginObject()
        claims.name("principal_tags")
        claims.beginObject()
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) { claims.member(key, [value]) }
        claims.endObject()
        claims.endObject()
    }
}

import IdentityModel
import STS
import StrictJSON
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
    /// The claim that carries session tags, as STS reads it.
    static let tagsClaim = "https://aws.amazon.com/tags"

    package init(issuer: String, keys: SigningKeys) {
        self.issuer = issuer
        self.keys = keys
    }

    func token(
        for identity: WebIdentity, of pool: IdentityPool, lifetime: Int64 = Self.lifetime, at now: Date
    ) async throws(FederationError) -> Secret<String> {
        guard let ring = keys.ring else { throw .unavailable("no signing key has been read yet") }
        let issuedAt = Int64(now.timeIntervalSince1970)
        var claims = JSONWriter(capacity: 512)
        claims.beginObject()
        claims.member("sub", identity.subject)
        claims.member("aud", identity.audience)
        claims.member("amr", identity.methods)
        claims.member("iss", issuer)
        claims.member("https://cognito-identity.amazonaws.com/identity-pool-arn", pool.arn)
        if !identity.tags.isEmpty { Self.write(identity.tags, to: &claims) }
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

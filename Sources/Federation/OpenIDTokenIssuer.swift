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

    /// Seconds.
    static let lifetime: Int64 = 600

    package init(issuer: String, keys: SigningKeys) {
        self.issuer = issuer
        self.keys = keys
    }

    func token(
        for identity: WebIdentity, of pool: IdentityPool, at now: Date
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
        claims.member("exp", issuedAt + Self.lifetime)
        claims.member("iat", issuedAt)
        claims.endObject()
        do throws(SigningKeyError) {
            return try ring.minter.mint(claims.bytes)
        } catch {
            throw .internal("signing failed: \(error)")
        }
    }
}

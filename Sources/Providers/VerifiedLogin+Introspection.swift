import IdentityModel
import StrictJSON

import struct Foundation.Date

extension VerifiedLogin {
    /// A login that the provider confirmed. Its claims are the three that were proven and no more: who says so, for
    /// which app, and who it is.
    ///
    /// - Source: Amazon Cognito Developer Guide, "Using attributes for access control", provider mappings of Facebook,
    ///   Amazon and Twitter.
    init(
        confirmedBy provider: ProviderName, subject: String, app: String, proof: Proof, issuedAt: Date? = nil,
        expiresAt: Date
    ) throws(LoginError) {
        var json = JSONWriter()
        json.beginObject()
        json.member("iss", provider.rawValue)
        json.member("aud", app)
        json.member("sub", subject)
        json.endObject()
        guard let claims = try? JSONDocument(json.bytes, limits: .token) else { throw .providerProtocol }
        self.init(
            provider: provider, issuer: provider.rawValue, subject: subject, audience: app, claims: Claims(claims),
            proof: proof, issuedAt: issuedAt, expiresAt: expiresAt)
    }
}

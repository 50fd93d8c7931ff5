import IdentityModel
import WebTokens

import struct Foundation.Date

/// Proves what Facebook's apps hold: an access token, which only Facebook can read, or the ID token of Limited Login,
/// which it signs. The two have different shapes, so a token goes one way or the other.
///
/// - Source: Facebook Login, "Access tokens" and "Limited Login"; Cognito itself knows only access tokens.
struct FacebookTokenProvider: LoginProvider {
    private let accessTokens: any LoginProvider
    private let limitedLogin: any LoginProvider

    init(accessTokens: any LoginProvider, limitedLogin: any LoginProvider) {
        self.accessTokens = accessTokens
        self.limitedLogin = limitedLogin
    }

    func verify(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        guard app.isConfigured else { throw .notConfigured }
        guard (try? CompactToken(login.token)) != nil else {
            return try await accessTokens.verify(login, for: app, at: now)
        }
        guard app.limitedLogin else { throw .tokenInvalid }
        let proven = try await limitedLogin.verify(login, for: app, at: now)
        // One person, one set of claims, whichever kind of token came.
        return try VerifiedLogin(
            confirmedBy: login.provider, subject: proven.subject, app: proven.audience, proof: .signedToken,
            issuedAt: proven.issuedAt, expiresAt: proven.expiresAt)
    }
}

import IdentityModel
import WebTokens

import struct Foundation.Date

/// Proves our own OpenID tokens, with our own keys and no network at all.
///
/// The subject of such a login is an identity of ours and its audience the pool; whether it may stand for a login is
/// the conductor's to say.
///
/// - Source: Amazon Cognito Identity API Reference, `GetCredentialsForIdentity`, `Logins`.
package struct BrokerTokenProvider: LoginProvider {
    private let verifier: IDTokenVerifier
    private let keys: any KeySource
    private let policy: TokenPolicy

    /// - Parameter issuer: the `iss` of our tokens.
    package init(issuer: String, verifier: IDTokenVerifier, keys: any KeySource) {
        self.verifier = verifier
        self.keys = keys
        policy = .broker(issuer: issuer)
    }

    package func verify(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        let proven: ProvenToken
        do throws(LoginError) {
            proven = try await verifier.verify(
                login.token, policy: policy, clientIDs: app.clientIDs, keys: keys, at: now)
        } catch {
            throw Self.named(error)
        }
        guard proven.claims[BackEndClaim.name] == nil else { throw .notABrokerToken }
        return VerifiedLogin(
            provider: login.provider, issuer: proven.issuer, subject: proven.subject, audience: proven.audience,
            claims: proven.claims, proof: .developer, issuedAt: proven.issuedAt, expiresAt: proven.expiresAt,
            signature: proven.signature)
    }

    /// Whatever shows that somebody else made the token is one thing to its bearer: it is not one of ours.
    private static func named(_ error: LoginError) -> LoginError {
        switch error {
        case .expired, .audienceMismatch, .providerUnavailable: error
        default: .notABrokerToken
        }
    }
}

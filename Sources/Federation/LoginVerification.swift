import IdentityModel
import STS
import Storage
import StrictJSON
import WebTokens

import struct Foundation.Date

/// Proves every login of a request, or none.
package struct LoginVerification: Sendable {
    package typealias FindProvider = @Sendable (ProviderName, ClientRegistration) -> any LoginProvider
    /// Why what a token of ours began is good no more; nil while it is good.
    package typealias End = @Sendable (RevocableSession) async throws(STSError) -> UnknownCaller?

    private let provider: FindProvider
    private let broker: any LoginProvider
    private let end: End
    private let brokerIssuer: String

    /// - Parameters:
    ///   - broker: proves our own OpenID tokens.
    ///   - brokerIssuer: the `iss` of our own OpenID tokens.
    ///   - end: asked of each of them, before anything rests on it.
    package init(
        provider: @escaping FindProvider, broker: any LoginProvider, brokerIssuer: String, end: @escaping End
    ) {
        self.provider = provider
        self.end = end
        self.broker = broker
        self.brokerIssuer = brokerIssuer
    }

    /// - Parameter admitsBrokerTokens: whether our own OpenID token may stand among the logins.
    func verify(
        _ logins: [Login], for known: KnownPool, admitsBrokerTokens: Bool, at now: Date,
        _ draft: inout DecisionDraft
    ) async throws(FederationError) -> [VerifiedLogin] {
        // What can be refused by its key alone is refused before any token is looked at.
        for login in logins {
            if login.provider.rawValue == known.pool.developerProvider {
                throw draft.refuse(.developerLoginInPublic, .invalid(.developerProviderNotPublic))
            }
            if login.provider == .broker, !admitsBrokerTokens {
                draft.logins.append(.refused(login.provider, .brokerTokenMisplaced, nil))
                throw .loginRefused(login.provider, .brokerTokenMisplaced)
            }
        }
        var verified: [VerifiedLogin] = []
        verified.reserveCapacity(logins.count)
        for login in logins {
            do throws(LoginError) {
                let proven = try await verify(login, for: known, at: now)
                draft.logins.append(.proven(proven))
                verified.append(proven)
            } catch {
                let named = named(error, for: login)
                draft.logins.append(.refused(login.provider, named, LoginEvidence(login.token)))
                throw .loginRefused(login.provider, named)
            }
        }
        return verified
    }

    private func verify(
        _ login: Login, for known: KnownPool, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        if login.provider == .broker {
            let app = ClientRegistration(clientIDs: ["\(known.pool.id)"])
            let verified = try await broker.verify(login, for: app, at: now)
            // Only a token that was issued for a user of the pool's developer provider is a login. Any other of ours says
            // what a login has proven before, and would carry a guest past its role or anyone past a role mapping.
            guard DeveloperUser(in: verified.claims, of: known.pool) != nil else { throw .notABrokerToken }
            // Here and not only when a role is assumed: what a login links stays linked, whatever comes of it afterwards.
            if try await isRevoked(verified, of: known.pool) { throw .revoked }
            return verified
        }
        let registration = known.registrations[login.provider]
        let verified = try await provider(login.provider, registration).verify(login, for: registration, at: now)
        guard verified.subject.utf8.count <= LoginKey.longestSubject else { throw .claimInvalid("sub") }
        return verified
    }

    private func isRevoked(_ login: VerifiedLogin, of pool: IdentityPool) async throws(LoginError) -> Bool {
        guard let issued = login.issuedAt, let identity = IdentityID(login.subject) else { return true }
        let session = RevocableSession(
            account: pool.account, issuedAt: issued, identity: .init(id: identity, pool: pool.id),
            methods: login.claims["amr"]?.elements.compactMap(\.string) ?? [])
        do throws(STSError) {
            return try await end(session) != nil
        } catch {
            throw .providerUnavailable
        }
    }

    /// What may come of showing a token to a provider that did not issue it: its issuer or its type is another, or the
    /// provider does not know it.
    private static let foreign: [LoginError] = [.issuerMismatch, .wrongTokenUse, .tokenInvalid]

    /// One of our own tokens under somebody else's key is a mistake with a text of its own.
    private func named(_ error: LoginError, for login: Login) -> LoginError {
        guard Self.foreign.contains(error), let token = try? CompactToken(login.token),
            token.payload.root["iss"]?.string == brokerIssuer
        else { return error }
        return .brokerTokenMisplaced
    }
}

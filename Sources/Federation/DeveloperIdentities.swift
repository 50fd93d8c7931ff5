import Audit
import IdentityModel
import RoleRules
import STS
import Storage

import struct Foundation.Date
import struct Foundation.UUID

/// Identities of people whom a back end vouches for: it signs its requests, and names its own users.
///
/// - Source: Amazon Cognito Developer Guide, "Developer-authenticated identities".
package struct DeveloperIdentities: Sendable {
    let exchange: CredentialExchange
    let pools: PoolAdministration

    var identities: IdentityStore { exchange.identities }

    /// In characters.
    package static let longestUser = 1_024

    package init(exchange: CredentialExchange, pools: PoolAdministration) {
        self.exchange = exchange
        self.pools = pools
    }

    /// The pool, and the provider that the back end speaks for.
    func find(
        _ pool: String, provider: String? = nil, for caller: RecognisedCaller
    ) async throws(FederationError) -> (snapshot: PoolSnapshot, provider: ProviderName) {
        let snapshot = try await pools.find(pool, for: caller)
        guard let own = snapshot.pool.developerProvider,
            provider.map({ $0.utf8.elementsEqual(own.utf8) }) ?? true
        else { throw .invalid(.developerProviderUnsupported) }
        return (snapshot, ProviderName(own))
    }

    /// An identity of that pool; nil when it is none.
    func record(_ text: String, in pool: IdentityPool) async throws(FederationError) -> IdentityRecord {
        guard let id = IdentityID(text), id.region == pool.id.region,
            let record = try await stored({ () throws(StorageError) in try await identities.find(id.uuid) }),
            record.pool == pool.id.uuid
        else { throw .identityNotFound(text) }
        return record
    }

    func owner(
        _ user: String, at provider: ProviderName, in pool: IdentityPool
    ) async throws(FederationError) -> UUID {
        let owner = try await stored { () throws(StorageError) in
            try await identities.owner(ofUser: user, at: provider, in: pool.id.uuid)
        }
        guard let owner else { throw .developerUserNotFound }
        return owner
    }
}

// MARK: Tokens

extension DeveloperIdentities {
    /// What a back end asks for when one of its users has signed in with it.
    package struct TokenRequest: Sendable {
        package var pool: String
        /// The identity that the user is to be linked to.
        package var identity: String?
        /// The user under the pool's developer provider, and tokens of public providers beside.
        package var logins: [Login]
        package var tags: [String: String]
        /// Seconds; nil for a quarter of an hour.
        package var duration: Int64?

        package init(pool: String, identity: String?, logins: [Login], tags: [String: String], duration: Int64?) {
            self.pool = pool
            self.identity = identity
            self.logins = logins
            self.tags = tags
            self.duration = duration
        }
    }

    /// - Source: Amazon Cognito Identity API Reference, `GetOpenIdTokenForDeveloperIdentity`.
    package func token(
        _ request: TokenRequest, by caller: RecognisedCaller, in context: ExchangeContext = .unknown
    ) async throws(FederationError) -> IssuedToken {
        try await exchange.record(.getDeveloperToken, context, at: exchange.now()) { draft throws(FederationError) in
            draft.caller = caller
            draft.askedIdentity = request.identity
            return try await token(request, by: caller, &draft)
        }
    }

    private func token(
        _ request: TokenRequest, by caller: RecognisedCaller, _ draft: inout DecisionDraft
    ) async throws(FederationError) -> IssuedToken {
        let (snapshot, provider) = try await find(request.pool, for: caller)
        let pool = snapshot.pool
        draft.pool = pool.id
        let users = request.logins.filter { $0.provider == provider }
        guard let user = users.first?.token.reveal() else { throw .invalid(.developerLoginMissing) }
        guard user.unicodeScalars.count <= Self.longestUser else {
            throw .invalid(.developerUserTooLong(limit: Self.longestUser))
        }
        guard user.utf8.count <= LoginKey.longestSubject else {
            throw .invalid(.developerUserTooLarge(limit: LoginKey.longestSubject))
        }
        let tags = try Self.checked(request.tags)
        let now = exchange.now()
        let proven = try await exchange.verification.verify(
            request.logins.filter { $0.provider != provider }, for: KnownPool(snapshot), admitsBrokerTokens: false,
            at: now, &draft)
        let named = try await request.identity.mapOrNil { text throws(FederationError) in
            try await record(text, in: pool)
        }
        let vouched = DeveloperUser(user, at: provider, in: pool.id)
        let keys = [vouched.key] + proven.map(LoginKey.init)
        let survivor = try await exchange.settle(
            keys, named: named?.id, in: pool, fresh: .random(), as: .developerToken, &draft)
        guard let survivor else {
            throw request.identity.map(FederationError.identityNotFound) ?? .poolNotFound(request.pool)
        }
        exchange.uses.note(keys, in: pool.id.uuid, at: now)
        let identity = IdentityID(region: pool.id.region, uuid: survivor)
        let webIdentity = WebIdentity(
            pool: pool.id, identity: identity,
            methods: proven.reduce(into: vouched.methods) { $0 += [$1.provider.rawValue, $1.methodDetail] }, tags: tags)
        let lifetime = request.duration ?? OpenIDTokenIssuer.developerLifetime
        let token = try await exchange.tokens.token(for: webIdentity, of: pool, lifetime: lifetime, at: now)
        draft.tags = tags
        draft.result = .token(seconds: lifetime)
        return IssuedToken(identity: identity, token: token)
    }

    private static func checked(_ tags: [String: String]) throws(FederationError) -> [String: String] {
        do throws(PrincipalTagProblem) {
            return try PrincipalTags(tags).values
        } catch {
            throw .invalid(.principalTags(error.explanation))
        }
    }
}

extension PrincipalTagProblem {
    /// Names keys and limits, never a value.
    var explanation: String {
        switch self {
        case .tooMany(let limit): "There can be at most \(limit) principal tags."
        case .keyNotAllowed(let key): "'\(key)' is not a valid tag key."
        case .keyRepeated(let key): "The tag key '\(key)' differs from another in case only."
        case .valueTooLong(let key, let limit): "The value of the tag '\(key)' is longer than \(limit) characters."
        case .valueNotAllowed(let key): "The value of the tag '\(key)' has characters that no tag may have."
        }
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func mapOrNil<Value>(
        _ transform: (Wrapped) async throws(FederationError) -> Value
    ) async throws(FederationError) -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

import Audit
import IdentityModel
import STS
import Storage

import struct Foundation.UUID

/// Whose users are whose: looking up, merging, unlinking.
extension DeveloperIdentities {
    /// An identity with users of the developer provider, as they were asked for.
    package struct Users: Sendable {
        package let identity: IdentityID
        package let page: Page<String>
    }

    /// Finds an identity by one of its users, the users of an identity, or whether the two belong together.
    ///
    /// The id of an identity that was merged into another leads to that one.
    ///
    /// - Source: Amazon Cognito Identity API Reference, `LookupDeveloperIdentity`.
    package func lookUp(
        _ pool: String, identity text: String?, user: String?, limit: Int, from token: String?,
        by caller: RecognisedCaller
    ) async throws(FederationError) -> Users {
        guard text != nil || user != nil else { throw .invalid(.neitherIdentityNorUser) }
        let (snapshot, provider) = try await find(pool, for: caller)
        let pool = snapshot.pool
        var asked: UUID?
        if let text {
            asked = try await standing(text, in: pool)
        }
        if let user {
            let owner = try await owner(user, at: provider, in: pool)
            guard let asked else { return try await users(of: owner, at: provider, in: pool, limit, token) }
            guard asked == owner else { throw .loginConflict }
            return Users(
                identity: IdentityID(region: pool.id.region, uuid: owner), page: Page(rows: [user], next: nil))
        }
        guard let asked else { throw .invalid(.neitherIdentityNorUser) }
        return try await users(of: asked, at: provider, in: pool, limit, token)
    }

    /// The identity of that id, or the one that took its place.
    private func standing(_ text: String, in pool: IdentityPool) async throws(FederationError) -> UUID {
        let record = try await record(text, in: pool)
        guard let heir = record.mergedInto else { return record.id }
        guard try await stored({ () throws(StorageError) in try await identities.find(heir) }) != nil else {
            throw .identityNotFound(text)
        }
        return heir
    }

    private func users(
        of identity: UUID, at provider: ProviderName, in pool: IdentityPool, _ limit: Int, _ token: String?
    ) async throws(FederationError) -> Users {
        let list = "users/\(pool.id)/\(identity)"
        let last = try pools.tokens.place(token, in: list)
        let rows = try await stored { () throws(StorageError) in
            try await identities.users(
                of: identity, at: provider, in: pool.id.uuid, after: last, limit: limit + 1)
        }
        return Users(
            identity: IdentityID(region: pool.id.region, uuid: identity),
            page: try pools.tokens.page(rows, limit: limit, in: list) { $0 })
    }

    /// Gives everything that the source's identity owns to the destination's.
    ///
    /// The source's id stays an alias of the destination's, and the merge is recorded and can be undone.
    ///
    /// - Source: Amazon Cognito Identity API Reference, `MergeDeveloperIdentities`.
    package func merge(
        _ source: String, into destination: String, provider text: String, in pool: String,
        by caller: RecognisedCaller, in context: ExchangeContext = .unknown
    ) async throws(FederationError) -> IdentityID {
        try await exchange.record(.mergeDeveloperIdentities, context, at: exchange.now()) {
            draft throws(FederationError) in
            draft.caller = caller
            draft.result = .identity
            return try await merge(source, into: destination, provider: text, in: pool, by: caller, &draft)
        }
    }

    private func merge(
        _ source: String, into destination: String, provider text: String, in pool: String,
        by caller: RecognisedCaller, _ draft: inout DecisionDraft
    ) async throws(FederationError) -> IdentityID {
        let (snapshot, provider) = try await find(pool, provider: text, for: caller)
        let pool = snapshot.pool
        draft.pool = pool.id
        let keys = [source, destination].map {
            LoginKey(provider: provider, subject: $0, audience: "\(pool.id)", isDeveloper: true)
        }
        // The owner may change between the look and the merge, which then refuses, and everything is looked at anew.
        for _ in 0..<4 {
            _ = try await owner(source, at: provider, in: pool)
            let owner = try await owner(destination, at: provider, in: pool)
            do throws(FederationError) {
                let survivor = try await exchange.settle(
                    keys, named: owner, in: pool, fresh: owner, as: .developerMerge, &draft)
                guard let survivor else { continue }
                return IdentityID(region: pool.id.region, uuid: survivor)
            } catch {
                switch error {
                case .loginsDoNotMatch, .identityForbidden, .developerUserNotFound: continue
                case .tooManyLogins(let limit): throw .invalid(.mergeTooLarge(limit: limit))
                default: throw error
                }
            }
        }
        throw .overtaken
    }

    /// Frees a user: whoever signs in under that name next time is somebody new.
    ///
    /// - Source: Amazon Cognito Identity API Reference, `UnlinkDeveloperIdentity`.
    package func unlink(
        _ user: String, provider text: String, from identity: String, in pool: String, by caller: RecognisedCaller,
        in context: ExchangeContext = .unknown
    ) async throws(FederationError) {
        try await exchange.record(.unlinkDeveloperIdentity, context, at: exchange.now()) {
            draft throws(FederationError) in
            draft.caller = caller
            draft.askedIdentity = identity
            try await unlink(user, provider: text, from: identity, in: pool, by: caller, &draft)
            draft.result = .unlinked([ProviderName(text)])
        }
    }

    private func unlink(
        _ user: String, provider text: String, from identity: String, in pool: String, by caller: RecognisedCaller,
        _ draft: inout DecisionDraft
    ) async throws(FederationError) {
        let (snapshot, provider) = try await find(pool, provider: text, for: caller)
        draft.pool = snapshot.pool.id
        let record = try await record(identity, in: snapshot.pool)
        let outcome = try await stored { () throws(StorageError) in
            try await identities.unlink(
                user: user, at: provider, from: record.mergedInto ?? record.id, in: record.pool)
        }
        switch outcome {
        case .unlinked: return
        case .noSuchUser: throw .developerUserNotFound
        case .foreign: throw .loginConflict
        case .noSuchIdentity: throw .identityNotFound(identity)
        case .suspended: throw .identityDisabled(.init(region: snapshot.pool.id.region, uuid: record.id))
        }
    }
}

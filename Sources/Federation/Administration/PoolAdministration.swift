import IdentityModel
import STS
import Storage

import struct Foundation.Date
import struct Foundation.UUID

/// Pools as their administrators see and change them. Reads go to the database, so that whoever has just written reads
/// what was written.
///
/// - Source: Amazon Cognito Identity API Reference, the actions on identity pools.
package struct PoolAdministration: Sendable {
    let store: PoolStore
    /// Nil: pools whose settings hold a secret are refused.
    let secrets: ProviderSecretStore?
    let directory: PoolDirectory
    let permissions: Permissions
    let roles: RoleDirectory
    let tokens: PageTokens
    let now: @Sendable () -> Date

    /// Of one account in one region.
    package static let mostPools = 1_000

    package init(
        store: PoolStore, secrets: ProviderSecretStore? = nil, directory: PoolDirectory, permissions: Permissions,
        roles: RoleDirectory, tokens: PageTokens, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.secrets = secrets
        self.directory = directory
        self.permissions = permissions
        self.roles = roles
        self.tokens = tokens
        self.now = now
    }

    /// Makes a pool in the region that the request was signed for.
    package func create(
        _ settings: PoolSettings, tags: [String: String], by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityPool {
        var pool = IdentityPool(
            id: IdentityPoolID(region: caller.region, uuid: .random()), account: caller.account, name: settings.name,
            allowsGuests: settings.allowsGuests)
        try settings.apply(to: &pool)
        try PoolTags.check(tags)
        pool.tags = tags
        let apps = try takeSecrets(of: &pool)
        let made = pool
        let isMade = try await stored { () throws(StorageError) in
            try await store.insert(
                made, with: apps, by: RoleChange(by: caller.arn, .createIdentityPool), limit: Self.mostPools)
        }
        guard isMade else { throw .tooManyPools(limit: Self.mostPools) }
        return made
    }

    /// The tags of a pool, for the conditions of policies; none when the account has no such pool.
    package func tags(
        of pool: IdentityPoolID, for caller: RecognisedCaller
    ) async throws(STSError) -> [String: String] {
        do throws(FederationError) {
            guard let found = try await directory.pool(pool.uuid)?.pool, found.id == pool,
                found.account == caller.account
            else { return [:] }
            return found.tags
        } catch {
            throw .unavailable("the tags of a pool cannot be read: \(error)")
        }
    }

    package func describe(_ pool: String, by caller: RecognisedCaller) async throws(FederationError) -> IdentityPool {
        try await find(pool, for: caller).pool
    }

    /// The pool with the number of its state, which every change counts up.
    package func snapshot(_ pool: String, by caller: RecognisedCaller) async throws(FederationError) -> PoolSnapshot {
        try await find(pool, for: caller)
    }

    /// Replaces the settings. Roles, mappings, principal tags and tags stay, and so does the developer provider.
    ///
    /// - Parameters:
    ///   - tags: replaces those of the pool; nil keeps them.
    ///   - isExpected: asked for the number of the state that the change is made on.
    package func update(
        _ pool: String, to settings: PoolSettings, tags: [String: String]? = nil, by caller: RecognisedCaller,
        onlyOn isExpected: (Int64) -> Bool = { _ in true }
    ) async throws(FederationError) -> IdentityPool {
        if let tags { try PoolTags.check(tags) }
        return try await change(pool, by: caller, onlyOn: isExpected) { pool throws(FederationError) in
            try settings.apply(to: &pool)
            if let tags { pool.tags = tags }
        }
    }

    package func delete(
        _ pool: String, by caller: RecognisedCaller, onlyOn isExpected: ((Int64) -> Bool)? = nil
    ) async throws(FederationError) {
        let found = try await find(pool, for: caller)
        guard isExpected?(found.version) ?? true else { throw .overtaken }
        let id = found.pool.id.uuid
        let version = isExpected == nil ? nil : found.version
        let isDeleted = try await stored { () throws(StorageError) in try await store.delete(id, version: version) }
        directory.forget(id)
        guard isDeleted else { throw version == nil ? .poolNotFound(pool) : .overtaken }
    }

    package func list(
        limit: Int, from token: String?, by caller: RecognisedCaller
    ) async throws(FederationError) -> Page<(id: IdentityPoolID, name: String)> {
        let list = "pools/\(caller.account)/\(caller.region)"
        let last = try tokens.place(token, in: list).map { place throws(FederationError) in
            guard let id = UUID(text: place) else { throw .invalid(.pageToken) }
            return id
        }
        let pools = try await stored { () throws(StorageError) in
            try await store.list(account: caller.account, region: caller.region, after: last, limit: limit + 1)
        }
        return try tokens.page(pools, limit: limit, in: list) { $0.id.uuid.capitals }
    }

    // MARK: Steps

    /// The pool of that id, when it is one of the caller's account.
    func find(_ text: String, for caller: RecognisedCaller) async throws(FederationError) -> PoolSnapshot {
        guard let id = IdentityPoolID(text),
            let found = try await stored({ () throws(StorageError) in try await store.find(id.uuid) }),
            found.pool.id == id, id.region == caller.region, found.pool.account == caller.account
        else { throw .poolNotFound(text) }
        return found
    }

    /// How often a change is made at most that is made anew when somebody else was faster.
    private static let attempts = 5

    /// Reads the pool, changes it and writes it, unless somebody else was faster.
    ///
    /// - Parameters:
    ///   - source: what the version of the role configuration says that comes of it, if one does.
    ///   - apps: what is kept of its apps from now on.
    ///   - isIndependent: whether the change may be made anew on a pool that somebody else has changed meanwhile, from
    ///     what it was when it was read first to what it is now.
    ///   - isExpected: asked for the number of the state that the change is made on.
    func change(
        _ text: String, as source: RoleChange.Source = .updateIdentityPool, by caller: RecognisedCaller,
        with apps: [ProviderSecretStore.SealedApp] = [],
        anewWhen isIndependent: (_ first: IdentityPool, _ now: IdentityPool) -> Bool = { _, _ in false },
        onlyOn isExpected: (Int64) -> Bool = { _ in true },
        _ edit: (inout IdentityPool) async throws(FederationError) -> Void
    ) async throws(FederationError) -> IdentityPool {
        var first: IdentityPool?
        for _ in 0..<Self.attempts {
            let found = try await find(text, for: caller)
            if let first, !isIndependent(first, found.pool) { break }
            guard isExpected(found.version) else { break }
            if first == nil { first = found.pool }
            var pool = found.pool
            try await edit(&pool)
            let kept = try apps + takeSecrets(of: &pool)
            let wanted = pool
            let outcome = try await stored { () throws(StorageError) in
                try await store.replace(
                    wanted, with: kept, version: found.version, by: RoleChange(by: caller.arn, source))
            }
            directory.forget(wanted.id.uuid)
            if outcome == .changed { return wanted }
        }
        throw .overtaken
    }
}

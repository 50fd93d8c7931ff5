import IdentityModel
import STS
import Storage

import struct Foundation.Date
import struct Foundation.UUID

/// Identities as the administrators of their pools see them.
///
/// - Source: Amazon Cognito Identity API Reference, `DescribeIdentity`, `ListIdentities`, `DeleteIdentities`.
package struct IdentityAdministration: Sendable {
    let identities: IdentityStore
    let pools: PoolAdministration
    let exports = ArchiveTurns(limit: 2)
    let imports = ArchiveTurns(limit: 2)
    let now: @Sendable () -> Date

    package init(
        identities: IdentityStore, pools: PoolAdministration, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.identities = identities
        self.pools = pools
        self.now = now
    }

    package func describe(
        _ identity: String, by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityDescription {
        guard let id = IdentityID(identity),
            let found = try await stored({ () throws(StorageError) in try await identities.describe(id.uuid) })
        else { throw .identityNotFound(identity) }
        // Whose identity it is shows in the pool; a pool that is gone has none.
        let pool = try await stored { () throws(StorageError) in try await pools.store.find(found.pool) }?.pool
        guard let pool, pool.account == caller.account, pool.id.region == id.region,
            id.region == caller.region
        else {
            throw .identityNotFound(identity)
        }
        return found
    }

    package func list(
        _ pool: String, limit: Int, from token: String?, hidingDisabled: Bool, by caller: RecognisedCaller
    ) async throws(FederationError) -> Page<IdentityDescription> {
        let id = try await pools.find(pool, for: caller).pool.id
        let list = "identities/\(id)/\(hidingDisabled)"
        let last = try pools.tokens.place(token, in: list).map { place throws(FederationError) in
            guard let id = UUID(text: place) else { throw .invalid(.pageToken) }
            return id
        }
        let rows = try await stored { () throws(StorageError) in
            try await identities.list(id.uuid, after: last, limit: limit + 1, hidingDisabled: hidingDisabled)
        }
        return try pools.tokens.page(rows, limit: limit, in: list) { $0.id.capitals }
    }

    /// Deletes identities, in whatever pools of the account and region they are. An id that names nothing is as good as
    /// deleted.
    ///
    /// - Returns: those that are not the caller's to delete, as they were given.
    package func delete(
        _ ids: [String], by caller: RecognisedCaller
    ) async throws(FederationError) -> [String] {
        let read = ids.compactMap { text in IdentityID(text).map { (id: $0, text: text) } }
        let elsewhere = read.filter { $0.id.region != caller.region }.map(\.text)
        let known = read.filter { $0.id.region == caller.region }.map { ($0.id.uuid, $0.text) }
        let foreign = try await stored { () throws(StorageError) in
            try await identities.delete(known.map(\.0), account: caller.account, region: caller.region)
        }
        return elsewhere + known.filter { foreign.contains($0.0) }.map(\.1)
    }
}

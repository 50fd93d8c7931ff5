import IdentityModel
import RoleRules
import Storage

import struct Foundation.UUID

/// Pools as this replica knows them: at most a second behind the database.
package struct PoolDirectory: Sendable {
    private let cache: ReadThroughCache<UUID, KnownPool>

    /// - Parameter secrets: what pools keep of their apps at social providers. Nil: nothing.
    package init(_ store: PoolStore, secrets: ProviderSecretStore? = nil) {
        cache = ReadThroughCache { id throws(StorageError) in
            guard var snapshot = try await store.find(id) else { return nil }
            if let secrets { snapshot = try await snapshot.joined(with: secrets) }
            return KnownPool(snapshot)
        }
    }

    /// - Parameter text: a pool id as a client wrote it. What is not an id in its canonical form names nothing.
    func pool(named text: String) async throws(FederationError) -> KnownPool {
        guard let id = IdentityPoolID(text), let found = try await pool(id.uuid), found.pool.id == id else {
            throw .poolNotFound(text)
        }
        return found
    }

    /// What was changed here is in force here at once.
    func forget(_ id: UUID) { cache.forget(id) }

    /// For changes to issuers, which any pool may name.
    package func forgetAll() { cache.forgetAll() }

    func pool(_ id: UUID) async throws(FederationError) -> KnownPool? {
        try await stored { () throws(StorageError) in try await cache.value(for: id) }
    }
}

/// A pool with its role mappings made ready to judge by.
struct KnownPool: Sendable {
    let pool: IdentityPool
    let registrations: PoolRegistrations
    let roles: RoleChooser
    /// The version of the role configuration in force: what `roles` was made from.
    let roleVersion: Int64
    let shadow: ShadowRoles?

    init(_ snapshot: PoolSnapshot) {
        pool = snapshot.pool
        registrations = snapshot.registrations
        roles = RoleChooser(
            authenticatedRoleARN: pool.authenticatedRoleARN, unauthenticatedRoleARN: pool.unauthenticatedRoleARN,
            mappings: pool.roleMappings)
        roleVersion = snapshot.roleVersion
        shadow = snapshot.shadow.map(ShadowRoles.init)
    }
}

func stored<Value>(
    _ work: () async throws(StorageError) -> Value
) async throws(FederationError) -> Value {
    do throws(StorageError) {
        return try await work()
    } catch {
        throw FederationError(error)
    }
}

extension FederationError {
    init(_ error: StorageError) {
        switch error {
        case .unavailable, .contended: self = .unavailable("\(error)")
        case .malformedRow, .refused, .sealBroken: self = .internal("\(error)")
        }
    }
}

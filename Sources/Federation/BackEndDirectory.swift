import IdentityModel
import Storage

/// Which roles go to an STS elsewhere, as this replica knows it: at most a second behind the database.
package struct BackEndDirectory: Sendable {
    private let cache: ReadThroughCache<Key, BackEndRoute>

    private struct Key: Hashable, Sendable {
        let account: AccountID
        let role: UniqueID
    }

    package init(_ store: BackEndStore) {
        cache = ReadThroughCache { key throws(StorageError) in
            try await store.route(of: key.role, account: key.account)
        }
    }

    /// What was changed here is in force here at once.
    package func forgetAll() { cache.forgetAll() }

    /// Nil when the role's credentials are made here.
    func route(of role: Role) async throws(FederationError) -> BackEndRoute? {
        try await stored { () throws(StorageError) in
            try await cache.value(for: Key(account: role.account, role: role.id))
        }
    }
}

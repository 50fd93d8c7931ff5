import IdentityModel
import Storage

/// Users as this replica knows them, for the sessions that name them: at most a second behind the database.
package struct UserDirectory: Sendable {
    private let cache: ReadThroughCache<Key, User>

    private struct Key: Hashable, Sendable {
        let account: AccountID
        let id: UniqueID
    }

    package init(_ store: UserStore) {
        cache = ReadThroughCache { key throws(StorageError) in
            try await store.find(id: key.id, account: key.account)
        }
    }

    /// What was changed here is in force here at once.
    package func forgetAll() { cache.forgetAll() }

    /// The user that a session names; gone when it was deleted, whoever has its name now.
    func user(id: UniqueID, of account: AccountID) async throws(STSError) -> User? {
        do throws(StorageError) {
            return try await cache.value(for: Key(account: account, id: id))
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

import IdentityModel
import Storage

/// Long-term access keys as this replica knows them: a key that is disabled or deleted is refused everywhere after at most
/// a second.
package struct AccessKeyDirectory: Sendable {
    private let cache: ReadThroughCache<AccessKeyID, AccessKeyStore.Holder>

    package init(_ store: AccessKeyStore) {
        cache = ReadThroughCache { id throws(StorageError) in try await store.find(id) }
    }

    /// What was changed here is in force here at once.
    package func forgetAll() { cache.forgetAll() }

    func holder(of id: AccessKeyID) async throws(STSError) -> AccessKeyStore.Holder? {
        do throws(StorageError) {
            return try await cache.value(for: id)
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

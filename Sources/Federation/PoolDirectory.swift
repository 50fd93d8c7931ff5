import IdentityModel
import Storage

import struct Foundation.UUID

/// Pools as this replica knows them: at most a second behind the database.
package struct PoolDirectory: Sendable {
    private let cache: ReadThroughCache<UUID, PoolSnapshot>

    package init(_ store: PoolStore) {
        cache = ReadThroughCache { id throws(StorageError) in try await store.find(id) }
    }

    /// - Parameter text: a pool id as a client wrote it. What is not an id in its canonical form names nothing.
    func snapshot(named text: String) async throws(FederationError) -> PoolSnapshot {
        guard let id = IdentityPoolID(text), let found = try await snapshot(id.uuid), found.pool.id == id else {
            throw .poolNotFound(text)
        }
        return found
    }

    func snapshot(_ id: UUID) async throws(FederationError) -> PoolSnapshot? {
        do throws(StorageError) {
            return try await cache.value(for: id)
        } catch {
            throw FederationError(error)
        }
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

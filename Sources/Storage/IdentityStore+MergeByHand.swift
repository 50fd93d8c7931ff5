import IdentityModel
import Postgres

import struct Foundation.UUID

extension IdentityStore {
    /// What a merge would do now. Nil when one of the two is not in the pool.
    package func previewMerge(
        of absorbed: UUID, into survivor: UUID, in pool: UUID
    ) async throws(StorageError) -> MergePlan? {
        guard let survivor = try await details(survivor, in: pool), let absorbed = try await details(absorbed, in: pool)
        else { return nil }
        return MergePlan(absorbing: absorbed, into: survivor)
    }

    /// Unites two identities as an administrator decides: no login has to prove anything. Recorded as every merge is, so
    /// that it can be undone.
    ///
    /// - Parameter isExpected: whether the survivor is still what the caller has seen; nil takes it as it is.
    /// - Returns: the survivor as it is afterwards, and the record of the merge.
    package func merge(
        _ absorbed: UUID, into survivor: UUID, in pool: UUID, expecting isExpected: Expectation? = nil
    ) async throws(StorageError) -> Result<(survivor: IdentityDetails, merge: UUID), IdentityRefusal> {
        try await database.settled { transaction in
            try await transaction.query(Self.lock, [.uuid(pool), .uuidArray([survivor, absorbed])])
            guard let kept = try await Self.details(survivor, in: pool, transaction),
                let other = try await Self.details(absorbed, in: pool, transaction)
            else { return .failure(.notFound) }
            if let isExpected, !isExpected(kept.revision) { return .failure(.overtaken) }
            let plan = MergePlan(absorbing: other, into: kept)
            guard plan.conflicts.isEmpty else { return .failure(.unmergeable(plan.conflicts)) }
            let united: [PostgresValue] = [.uuid(pool), .uuid(survivor), .uuidArray([absorbed])]
            let recorded = try await transaction.query(Self.recordMerges, united)
            try await transaction.query(Self.moveLogins, united)
            try await transaction.query(Self.disableMerged, united)
            try await transaction.query(Self.authenticate, [.uuid(pool), .uuid(survivor)])
            guard let merge = try recorded.first?.uuid(0),
                let after = try await Self.details(survivor, in: pool, transaction)
            else { throw StorageError.malformedRow("a merge that was just recorded is not there") }
            return .success((after, merge))
        }
    }
}

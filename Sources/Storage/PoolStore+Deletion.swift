import IdentityModel
import Postgres

import struct Foundation.UUID

/// Deleting pools. The pool itself goes at once, which ends every login; its identities, of which there may be millions,
/// are swept up in batches that hold nobody up.
extension PoolStore {
    /// False when there is no such pool.
    ///
    /// - Parameter version: the state that it must be in; nil for any.
    package func delete(_ pool: UUID, version: Int64? = nil) async throws(StorageError) -> Bool {
        try await database.settled { transaction in
            let key: [PostgresValue] = [.uuid(pool), version.map { .int64($0) } ?? .null]
            guard try await transaction.query(Self.delete, key).affected == 1 else { return false }
            try await transaction.query(Self.remember, [.uuid(pool)])
            return true
        }
    }

    /// Whether identities of a deleted pool of that id may still be there; they would become the new pool's.
    package func isBeingDeleted(_ pool: UUID) async throws(StorageError) -> Bool {
        try await database.settled { try await Self.isBeingDeleted(pool, $0) }
    }

    static func isBeingDeleted(_ pool: UUID, _ transaction: PostgresTransaction) async throws -> Bool {
        try await !transaction.query(findDeletion, [.uuid(pool)]).isEmpty
    }

    /// Sweeps up one batch of one deleted pool.
    ///
    /// A deleted pool is forgotten a while after nothing was found any more: a request that saw the pool before it went may
    /// still be writing. Replicas do not meet in one pool.
    ///
    /// - Returns: whether there may be more to do now.
    package func sweep(batch: Int) async throws(StorageError) -> Bool {
        try await database.settled { transaction in
            guard let pool = try await transaction.query(Self.nextDeleted).first?.uuid(0) else { return false }
            let identities = try await transaction.query(
                Self.findSwept, [.uuid(pool), .int64(Int64(batch))]
            ).map { try $0.uuid(0) }
            guard identities.isEmpty else {
                let swept: [PostgresValue] = [.uuid(pool), .uuidArray(identities)]
                for statement in [Self.sweepLogins, Self.sweepMerges, Self.sweepIdentities] {
                    try await transaction.query(statement, swept)
                }
                return true
            }
            return try await transaction.query(Self.forget, [.uuid(pool)]).affected == 1
        }
    }

    private static let findDeletion = Statement(
        "find_pool_deletion", "SELECT 1 FROM pool_deletions WHERE pool_id = $1", repeatable: true)

    private static let delete = Statement(
        "delete_pool", "DELETE FROM identity_pools WHERE pool_id = $1 AND ($2::bigint IS NULL OR version = $2)",
        repeatable: false)

    private static let remember = Statement(
        "remember_deleted_pool",
        """
        INSERT INTO pool_deletions (pool_id) VALUES ($1) ON CONFLICT (pool_id) DO UPDATE SET deleted_at = now()
        """, repeatable: false)

    /// One with something left comes first. The minute is far longer than any statement may take.
    private static let nextDeleted = Statement(
        "next_deleted_pool",
        """
        SELECT d.pool_id FROM pool_deletions d
         WHERE EXISTS (SELECT FROM identities i WHERE i.pool_id = d.pool_id)
            OR d.deleted_at < now() - interval '1 minute'
         ORDER BY d.deleted_at LIMIT 1 FOR UPDATE SKIP LOCKED
        """, repeatable: true)

    private static let findSwept = Statement(
        "find_swept_identities",
        "SELECT identity_id FROM identities WHERE pool_id = $1 ORDER BY identity_id LIMIT $2 FOR UPDATE",
        repeatable: true)

    private static let sweepLogins = Statement(
        "sweep_logins", "DELETE FROM logins WHERE pool_id = $1 AND identity_id = ANY($2)", repeatable: false)

    private static let sweepMerges = Statement(
        "sweep_merges",
        "DELETE FROM identity_merges WHERE pool_id = $1 AND (survivor = ANY($2) OR absorbed = ANY($2))",
        repeatable: false)

    private static let sweepIdentities = Statement(
        "sweep_identities", "DELETE FROM identities WHERE pool_id = $1 AND identity_id = ANY($2)", repeatable: false)

    private static let forget = Statement(
        "forget_deleted_pool",
        "DELETE FROM pool_deletions WHERE pool_id = $1 AND deleted_at < now() - interval '1 minute'",
        repeatable: false)
}

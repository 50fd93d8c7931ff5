import IdentityModel
import Postgres

import struct Foundation.Date
import struct Foundation.UUID

/// An identity as administrators see it: whose providers, not whose users.
package struct IdentityDescription: Sendable, Equatable {
    package let pool: UUID
    package let id: UUID
    package let state: IdentityState
    package let createdAt: Date
    package let modifiedAt: Date
    /// When an administrator disabled it; nil when it is not so.
    package let suspendedAt: Date?
    /// Keys of the providers, each once.
    package let providers: [String]
}

extension IdentityStore {
    package func describe(_ id: UUID) async throws(StorageError) -> IdentityDescription? {
        try await descriptions(Self.describe, [.uuid(id)]).first
    }

    /// At most `limit` identities of the pool, in the order of their ids, behind `last`.
    package func list(
        _ pool: UUID, after last: UUID?, limit: Int, hidingDisabled: Bool
    ) async throws(StorageError) -> [IdentityDescription] {
        try await descriptions(
            Self.list,
            [.uuid(pool), last.map(PostgresValue.uuid) ?? .null, .bool(hidingDisabled), .int64(Int64(limit))])
    }

    /// Deletes those of the identities that are in pools of the account in that region, with their logins.
    ///
    /// - Returns: the ids that are in somebody else's pools.
    package func delete(_ ids: [UUID], account: AccountID, region: String) async throws(StorageError) -> [UUID] {
        try await database.settled { transaction in
            let rows = try await transaction.query(Self.lockForDeletion, [.uuidArray(ids)])
            var foreign: [UUID] = []
            for row in rows {
                let (pool, id) = (try row.uuid(0), try row.uuid(1))
                guard try row.text(2) == account.rawValue, try row.text(3) == region else {
                    foreign.append(id)
                    continue
                }
                try await Self.forget(id, in: pool, transaction)
            }
            return foreign
        }
    }

    /// Deletes what there is of an identity that the transaction has locked.
    static func forget(_ id: UUID, in pool: UUID, _ transaction: PostgresTransaction) async throws {
        for statement in [deleteLoginsOf, deleteMergesOf, deleteIdentity] {
            try await transaction.query(statement, [.uuid(pool), .uuid(id)])
        }
    }

    private func descriptions(
        _ statement: Statement, _ parameters: [PostgresValue]
    ) async throws(StorageError) -> [IdentityDescription] {
        do throws(PostgresError) {
            return try await database.query(statement, parameters).map { row throws(PostgresError) in
                guard let state = IdentityState(rawValue: try row.text(2)) else {
                    throw .undecodable(column: 2, expected: "a state")
                }
                return IdentityDescription(
                    pool: try row.uuid(0), id: try row.uuid(1), state: state, createdAt: try row.date(3),
                    modifiedAt: try row.date(4), suspendedAt: try row.dateIfPresent(6),
                    providers: try row.textArray(5))
            }
        } catch {
            throw StorageError(error)
        }
    }

    private static let columns = """
        SELECT i.pool_id, i.identity_id, i.state, i.created_at, i.modified_at,
               ARRAY(SELECT DISTINCT l.provider FROM logins l
                      WHERE l.pool_id = i.pool_id AND l.identity_id = i.identity_id ORDER BY l.provider),
               i.suspended_at
          FROM identities i
        """

    private static let describe = Statement(
        "describe_identity", columns + " WHERE i.identity_id = $1", repeatable: true)

    private static let list = Statement(
        "list_identities",
        columns + """
             WHERE i.pool_id = $1 AND ($2::uuid IS NULL OR i.identity_id > $2)
               AND NOT ($3 AND (i.state = 'disabled' OR i.suspended_at IS NOT NULL))
             ORDER BY i.identity_id LIMIT $4
            """, repeatable: true)

    /// An identity whose pool is gone is nobody's.
    private static let lockForDeletion = Statement(
        "lock_for_deletion",
        """
        SELECT i.pool_id, i.identity_id, p.account_id, p.region
          FROM identities i JOIN identity_pools p ON p.pool_id = i.pool_id
         WHERE i.identity_id = ANY($1) ORDER BY i.identity_id FOR UPDATE OF i
        """, repeatable: true)

    private static let deleteLoginsOf = Statement(
        "delete_logins_of", "DELETE FROM logins WHERE pool_id = $1 AND identity_id = $2", repeatable: false)

    /// A record of a merge names people's logins, and whoever is deleted is forgotten: as themselves, and as everybody
    /// whose identity was merged into theirs, also by way of another, all of which lead to it.
    private static let deleteMergesOf = Statement(
        "delete_merges_of",
        """
        WITH forgotten AS (
            SELECT $2 AS identity_id
            UNION ALL SELECT identity_id FROM identities WHERE pool_id = $1 AND merged_into = $2)
        DELETE FROM identity_merges
         WHERE pool_id = $1 AND (survivor IN (SELECT identity_id FROM forgotten)
                                 OR absorbed IN (SELECT identity_id FROM forgotten))
        """, repeatable: false)

    private static let deleteIdentity = Statement(
        "delete_identity", "DELETE FROM identities WHERE pool_id = $1 AND identity_id = $2", repeatable: false)
}

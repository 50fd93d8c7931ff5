import IdentityModel
import Postgres

import struct Foundation.UUID

extension PoolStore {
    package enum TagOutcome: Sendable, Equatable {
        case tagged
        case tooMany(limit: Int)
        case noSuchPool
    }

    /// Adds tags to those that are there, or changes their values. One statement, so that none is lost under any race.
    package func tag(
        _ pool: UUID, with tags: [String: String], limit: Int
    ) async throws(StorageError) -> TagOutcome {
        do throws(PostgresError) {
            let rows = try await database.query(
                Self.tag, [.uuid(pool), .json(PostgresJSON.object(tags)), .int64(Int64(limit))])
            guard let row = rows.first else { return .noSuchPool }
            return try row.bool(0) ? .tagged : .tooMany(limit: limit)
        } catch {
            throw StorageError(error)
        }
    }

    /// Takes tags away; keys that are not there are as good as gone. False when the pool is.
    package func untag(_ pool: UUID, _ keys: [String]) async throws(StorageError) -> Bool {
        do throws(PostgresError) {
            return try await database.query(Self.untag, [.uuid(pool), .textArray(keys)]).affected == 1
        } catch {
            throw StorageError(error)
        }
    }

    private static let tag = Statement(
        "tag_pool",
        """
        WITH fitting AS (
            UPDATE identity_pools SET tags = tags || $2, version = version + 1, modified_at = now()
             WHERE pool_id = $1 AND (SELECT count(*) FROM jsonb_object_keys(tags || $2)) <= $3
            RETURNING true AS done)
        SELECT EXISTS (SELECT FROM fitting) FROM identity_pools WHERE pool_id = $1
        """, repeatable: true)

    private static let untag = Statement(
        "untag_pool",
        """
        UPDATE identity_pools SET tags = tags - $2::text[], version = version + 1, modified_at = now()
         WHERE pool_id = $1
        """, repeatable: true)
}

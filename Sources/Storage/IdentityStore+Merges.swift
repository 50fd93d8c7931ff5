import IdentityModel
import Postgres

import struct Foundation.Date
import struct Foundation.UUID

/// One identity that was merged into another.
package struct MergeRecord: Sendable, Equatable {
    package let id: UUID
    package let pool: UUID
    package let survivor: UUID
    package let absorbed: UUID
    /// How many logins moved.
    package let moved: Int
    package let mergedAt: Date
    package let undoneAt: Date?

    package var place: Place { Place(mergedAt: mergedAt, id: id) }

    /// The place of a merge in every list; it never changes.
    package struct Place: Sendable, Hashable {
        package let mergedAt: Date
        package let id: UUID

        package init(mergedAt: Date, id: UUID) {
            self.mergedAt = mergedAt
            self.id = id
        }
    }
}

package enum UndoOutcome: Sendable, Equatable {
    /// - Parameter restored: how many logins went back; those that were unlinked meanwhile did not.
    case undone(MergeRecord, restored: Int)
    case noSuchMerge
    case undoneBefore
    /// The survivor was merged itself; that merge has to be undone first.
    case survivorMerged
}

extension IdentityStore {
    /// The latest merges of the pool first, at most `limit`, behind `last`; all of those, or what concerns one identity.
    package func merges(
        in pool: UUID, of identity: UUID?, after last: MergeRecord.Place? = nil, limit: Int
    ) async throws(StorageError) -> [MergeRecord] {
        do throws(PostgresError) {
            return try await database.query(
                identity == nil ? Self.listMerges : Self.listMergesOfIdentity,
                [
                    .uuid(pool), last.map { .timestamp($0.mergedAt) } ?? .null, last.map { .uuid($0.id) } ?? .null,
                    .int64(Int64(limit)),
                ] + (identity.map { [.uuid($0)] } ?? [])
            ).map { row throws(PostgresError) in try MergeRecord(row) }
        } catch {
            throw StorageError(error)
        }
    }

    /// Parts what was merged: the logins that moved go back, the absorbed identity is again what it was, and the ids that
    /// had been merged into it before lead to it again. What either was linked to since stays where it is.
    ///
    /// - Parameter pool: the pool that it must be of; nil for whichever.
    package func undo(merge id: UUID, in pool: UUID? = nil) async throws(StorageError) -> UndoOutcome {
        try await database.settled { transaction in
            guard let row = try await transaction.query(Self.lockMerge, [.uuid(id)]).first else { return .noSuchMerge }
            let merge = try MergeRecord(row)
            guard pool.map({ $0 == merge.pool }) ?? true else { return .noSuchMerge }
            guard merge.undoneAt == nil else { return .undoneBefore }
            let both: [PostgresValue] = [.uuid(merge.pool), .uuidArray([merge.survivor, merge.absorbed])]
            let locked = Dictionary(
                uniqueKeysWithValues: try await transaction.query(Self.lock, both).map {
                    (try $0.uuid(0), try $0.uuidIfPresent(1))
                })
            guard locked.count == 2, locked[merge.absorbed] == merge.survivor else { return .survivorMerged }
            let key: [PostgresValue] = [.uuid(id)]
            let restored = try await transaction.query(Self.restoreLogins, key).affected
            try await transaction.query(Self.restoreAliases, key)
            try await transaction.query(Self.restoreIdentity, key)
            try await transaction.query(Self.disableWithoutLogins, [.uuid(merge.pool), .uuid(merge.survivor)])
            try await transaction.query(Self.markUndone, key)
            return .undone(merge, restored: restored)
        }
    }

    private static let mergeColumns = """
        SELECT merge_id, pool_id, survivor, absorbed, jsonb_array_length(moved), merged_at, undone_at
          FROM identity_merges
        """

    private static let mergeList = """
         WHERE pool_id = $1 AND (merged_at, merge_id) < (coalesce($2::timestamptz, 'infinity'),
                                                         coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
        """
    private static let mergeOrder = " ORDER BY merged_at DESC, merge_id DESC LIMIT $4"

    private static let listMerges = Statement("list_merges", mergeColumns + mergeList + mergeOrder, repeatable: true)

    private static let listMergesOfIdentity = Statement(
        "list_merges_of_identity",
        mergeColumns + mergeList + " AND (survivor = $5 OR absorbed = $5)" + mergeOrder, repeatable: true)

    private static let lockMerge = Statement(
        "lock_merge", mergeColumns + " WHERE merge_id = $1 FOR UPDATE", repeatable: true)

    private static let restoreLogins = Statement(
        "restore_logins",
        """
        UPDATE logins l SET identity_id = m.absorbed
          FROM identity_merges m, jsonb_array_elements(m.moved) AS entry
         WHERE m.merge_id = $1 AND l.pool_id = m.pool_id AND l.identity_id = m.survivor
           AND l.provider = entry ->> 0 AND l.subject = entry ->> 1
        """, repeatable: false)

    private static let restoreAliases = Statement(
        "restore_aliases",
        """
        UPDATE identities i SET merged_into = m.absorbed, modified_at = now()
          FROM identity_merges m
         WHERE m.merge_id = $1 AND i.pool_id = m.pool_id AND i.identity_id = ANY(m.aliases)
           AND i.merged_into = m.survivor
        """, repeatable: false)

    /// A person without a login left stays disabled: nobody could prove to be them. Whom an administrator has disabled
    /// does not come free by being parted.
    private static let restoreIdentity = Statement(
        "restore_identity",
        """
        UPDATE identities i
           SET merged_into = NULL, modified_at = now(),
               suspended_at = coalesce(i.suspended_at, s.suspended_at),
               state = CASE WHEN m.absorbed_state = 'guest' OR EXISTS (
                   SELECT FROM logins l WHERE l.pool_id = i.pool_id AND l.identity_id = i.identity_id)
                   THEN m.absorbed_state ELSE 'disabled' END
          FROM identity_merges m JOIN identities s ON s.pool_id = m.pool_id AND s.identity_id = m.survivor
         WHERE m.merge_id = $1 AND i.pool_id = m.pool_id AND i.identity_id = m.absorbed
        """, repeatable: false)

    private static let markUndone = Statement(
        "mark_merge_undone", "UPDATE identity_merges SET undone_at = now() WHERE merge_id = $1", repeatable: false)
}

extension MergeRecord {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            id: try row.uuid(0), pool: try row.uuid(1), survivor: try row.uuid(2), absorbed: try row.uuid(3),
            moved: Int(try row.int32(4)), mergedAt: try row.date(5), undoneAt: try row.dateIfPresent(6))
    }
}

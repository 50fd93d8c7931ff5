import IdentityModel
import Postgres
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

extension IdentityStore {
    /// Everything that is kept of the identities of a pool, as it is at one moment: first the identities in the order of
    /// their ids, then the merges in the order of their times. A batch is read when the one before was taken, so that
    /// neither the pool nor the answer has to fit into memory.
    ///
    /// It is read in one snapshot: a login that moves meanwhile is with one identity, and neither with two nor with none.
    ///
    /// - Parameters:
    ///   - timeout: how long it may take altogether. The database keeps what is deleted meanwhile for as long.
    ///   - take: gets one batch at a time, and may throw to stop.
    /// - Throws: what `take` throws, and `StorageError`.
    package func export(
        _ pool: UUID, batch: Int, timeout: Duration, _ take: @Sendable ([ArchivedItem]) async throws -> Void
    ) async throws {
        do {
            try await database.transaction(.repeatableRead, timeout: timeout) { transaction in
                var last: UUID?
                while true {
                    let identities = try IdentityDetails.gather(
                        try await transaction.query(
                            Self.exportIdentities,
                            [.uuid(pool), last.map(PostgresValue.uuid) ?? .null, .int64(Int64(batch))]))
                    guard let end = identities.last else { break }
                    try await take(identities.map(ArchivedItem.identity))
                    last = end.id
                }
                var lastMerge: ArchivedMerge?
                while true {
                    let merges = try await transaction.query(
                        Self.exportMerges,
                        [
                            .uuid(pool), lastMerge.map { .timestamp($0.mergedAt) } ?? .null,
                            lastMerge.map { .uuid($0.id) } ?? .null, .int64(Int64(batch)),
                        ]
                    ).map { row throws(PostgresError) in try ArchivedMerge(row) }
                    guard let end = merges.last else { break }
                    try await take(merges.map(ArchivedItem.merge))
                    lastMerge = end
                }
            }
        } catch let error as PostgresError {
            throw StorageError(error)
        }
    }

    private static let exportIdentities = Statement(
        "export_identities",
        detailColumns(
            of: """
                (SELECT pool_id, identity_id, state, merged_into, created_at, modified_at, suspended_at
                   FROM identities
                  WHERE pool_id = $1
                    AND identity_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
                  ORDER BY identity_id LIMIT $3)
                """) + " ORDER BY i.identity_id, l.provider, l.subject", repeatable: true)

    private static let exportMerges = Statement(
        "export_merges",
        """
        SELECT merge_id, survivor, absorbed, absorbed_state, moved, aliases, merged_at, undone_at
          FROM identity_merges
         WHERE pool_id = $1
           AND (merged_at, merge_id) > (coalesce($2::timestamptz, '-infinity'),
                                        coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'))
         ORDER BY merged_at, merge_id LIMIT $4
        """, repeatable: true)
}

extension ArchivedMerge {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        guard let state = IdentityState(rawValue: try row.text(3)) else {
            throw .undecodable(column: 3, expected: "a state")
        }
        var moved: [Login] = []
        for entry in try row.json(4).elements {
            let pair = entry.elements.compactMap(\.string)
            guard pair.count == 2 else { throw .undecodable(column: 4, expected: "pairs of provider and subject") }
            moved.append(Login(provider: ProviderName(pair[0]), subject: pair[1]))
        }
        self.init(
            id: try row.uuid(0), survivor: try row.uuid(1), absorbed: try row.uuid(2), absorbedState: state,
            moved: moved, aliases: try row.uuidArray(5), mergedAt: try row.date(6),
            undoneAt: try row.dateIfPresent(7))
    }
}

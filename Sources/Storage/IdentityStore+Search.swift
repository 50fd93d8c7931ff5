import IdentityModel
import Postgres

import struct Foundation.Date
import struct Foundation.UUID

extension IdentityStore {
    /// At most `limit` identities of the pool, in the order of their creation, behind `last`.
    package func search(
        _ query: IdentityQuery, in pool: UUID, after last: IdentityQuery.Place?, limit: Int
    ) async throws(StorageError) -> [IdentitySummary] {
        // Both ends are places that are not shown: the last one before the time, and the first one after it.
        var from = IdentityQuery.Place(
            createdAt: (query.createdFrom ?? .distantPast).addingTimeInterval(-1e-6), id: Self.greatestID)
        var before = IdentityQuery.Place(createdAt: query.createdBefore ?? .distantFuture, id: Self.leastID)
        if let last {
            if query.newestFirst {
                before = min(before, last)
            } else {
                from = max(from, last)
            }
        }
        let isShown = { (state: IdentityState) in PostgresValue.bool(query.state.map { $0 == state } ?? true) }
        do throws(PostgresError) {
            return try await database.query(
                query.newestFirst ? Self.newestFirst : Self.oldestFirst,
                [
                    .uuid(pool), isShown(.guest), isShown(.authenticated), isShown(.disabled),
                    .timestamp(from.createdAt), .uuid(from.id), .timestamp(before.createdAt), .uuid(before.id),
                    .int64(Int64(limit)),
                ]
            ).map { row throws(PostgresError) in try IdentitySummary(row) }
        } catch {
            throw StorageError(error)
        }
    }

    private static let leastID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    private static let greatestID = UUID(
        uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))

    private static let oldestFirst = search("ASC")
    private static let newestFirst = search("DESC")

    /// Every state is a run of its own in the index, read from where the list goes on, and no further than the page.
    private static func search(_ direction: String) -> Statement {
        let order = "ORDER BY created_at \(direction), identity_id \(direction) LIMIT $9"
        func run(_ condition: String) -> String {
            """
            (SELECT pool_id, identity_id, state, suspended_at, merged_into, created_at, modified_at FROM identities
              WHERE pool_id = $1 AND \(condition)
                AND (created_at, identity_id) > ($5, $6) AND (created_at, identity_id) < ($7, $8)
              \(order))
            """
        }
        return Statement(
            "search_identities_\(direction.lowercased())",
            """
            SELECT i.identity_id, i.state, i.suspended_at, i.merged_into, i.created_at, i.modified_at,
                   ARRAY(SELECT DISTINCT l.provider FROM logins l
                          WHERE l.pool_id = i.pool_id AND l.identity_id = i.identity_id ORDER BY l.provider)
              FROM (\(run("$2 AND state = 'guest' AND suspended_at IS NULL"))
                    UNION ALL \(run("$3 AND state = 'authenticated' AND suspended_at IS NULL"))
                    UNION ALL \(run("$4 AND state = 'disabled' AND suspended_at IS NULL"))
                    UNION ALL \(run("$4 AND suspended_at IS NOT NULL"))) i
             \(order)
            """, repeatable: true)
    }
}

extension IdentityQuery.Place: Comparable {
    /// As PostgreSQL orders them: ids by their bytes.
    package static func < (left: Self, right: Self) -> Bool {
        guard left.createdAt == right.createdAt else { return left.createdAt < right.createdAt }
        return left.id.capitals < right.id.capitals
    }
}

extension IdentitySummary {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        guard let state = IdentityState(rawValue: try row.text(1)) else {
            throw .undecodable(column: 1, expected: "a state")
        }
        let mergedInto = try row.uuidIfPresent(3)
        self.init(
            id: try row.uuid(0),
            standing: IdentityStanding(state, suspendedAt: try row.dateIfPresent(2), mergedInto: mergedInto),
            mergedInto: mergedInto, createdAt: try row.date(4), modifiedAt: try row.date(5),
            providers: try row.textArray(6).map { ProviderName($0) })
    }
}

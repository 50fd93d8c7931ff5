import Postgres

import struct Foundation.Date
import struct Foundation.UUID

extension DecisionStore {
    /// How many decisions of a pool are looked at for what the shadow said: the last ones.
    package static let mostTallied: Int64 = 100_000

    /// How often a version that was tried beside the one in force said what was done, and how often not.
    package func shadowTally(
        of version: Int64, in pool: UUID, since: Date
    ) async throws(StorageError) -> (agreed: Int64, differed: Int64) {
        do throws(PostgresError) {
            let rows = try await database.query(
                Self.shadowTally, [.uuid(pool), .timestamp(since), .text("\(version)"), .int64(Self.mostTallied)])
            guard let row = rows.first else { return (0, 0) }
            return (try row.int64(0), try row.int64(1))
        } catch {
            throw StorageError(error)
        }
    }

    private static let shadowTally = Statement(
        "tally_shadow",
        """
        SELECT count(*) FILTER (WHERE d.shadow ->> 'agrees' = 'true'),
               count(*) FILTER (WHERE d.shadow ->> 'agrees' = 'false')
          FROM (SELECT trace -> 'shadow' AS shadow FROM decisions
                 WHERE pool_id = $1 AND decided_at >= $2
                 ORDER BY decided_at DESC LIMIT $4) d
         WHERE d.shadow ->> 'version' = $3
        """, repeatable: true)
}

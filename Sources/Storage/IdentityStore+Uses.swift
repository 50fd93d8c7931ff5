import IdentityModel
import Postgres

import struct Foundation.UUID

extension IdentityStore {
    /// Writes down when logins were used, in one statement. A login that is gone is left out, and so is one whose use was
    /// written down less than an hour before; a row that somebody else holds is left out too, rather than waited for.
    ///
    /// - Returns: how many were written.
    @discardableResult
    package func record(_ uses: [LoginUse]) async throws(StorageError) -> Int {
        guard !uses.isEmpty else { return 0 }
        do throws(PostgresError) {
            return try await database.query(
                Self.recordUses,
                [
                    .uuidArray(uses.map(\.pool)), .textArray(uses.map(\.provider.rawValue)),
                    .textArray(uses.map(\.subject)), .textArray(uses.map { "\($0.at.timeIntervalSince1970)" }),
                ]
            ).affected
        } catch {
            throw StorageError(error)
        }
    }

    /// No row is waited for, so that nobody can be waiting for us in turn. The later of two uses of one login counts.
    private static let recordUses = Statement(
        "record_login_uses",
        """
        WITH used AS (
            SELECT pool_id, provider, subject, to_timestamp(max(seconds::double precision)) AS used_at
              FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS u (pool_id, provider, subject, seconds)
             GROUP BY pool_id, provider, subject
        ), free AS (
            SELECT l.pool_id, l.provider, l.subject, used.used_at
              FROM logins l
              JOIN used ON l.pool_id = used.pool_id AND l.provider = used.provider AND l.subject = used.subject
             WHERE l.last_used_at IS NULL OR l.last_used_at <= used.used_at - interval '1 hour'
               FOR NO KEY UPDATE OF l SKIP LOCKED
        )
        UPDATE logins l SET last_used_at = free.used_at
          FROM free
         WHERE l.pool_id = free.pool_id AND l.provider = free.provider AND l.subject = free.subject
        """, repeatable: true)
}

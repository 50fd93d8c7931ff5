import IdentityModel
import Postgres

import struct Foundation.Date

/// Sessions that were ended before their time. There are few rows, and every replica holds all of them.
package struct SessionRevocationStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// Every revocation that still matters, as of a version.
    package struct Snapshot: Sendable, Equatable {
        package var version: Int64
        package var cutoffs: [RevocationScope: Date] = [:]
    }

    /// All revocations; nil when they are those of `known` still.
    ///
    /// One statement, so that version and rows are of one moment.
    ///
    /// - Throws: `malformedRow` too when there are more rows than `limit`: a part of them must not pass for all.
    package func read(unless known: Int64?, limit: Int) async throws(StorageError) -> Snapshot? {
        do throws(PostgresError) {
            let rows = try await database.query(
                Self.read, [known.map { .int64($0) } ?? .null, .int64(Int64(limit) + 1)])
            guard let version = try rows.first?.int64(0) else {
                throw .undecodable(column: 0, expected: "a version")
            }
            if version == known { return nil }
            guard rows.count <= limit else { throw .undecodable(column: 1, expected: "at most \(limit) revocations") }
            var snapshot = Snapshot(version: version)
            for row in rows {
                guard let kind = try row.textIfPresent(1) else { continue }
                snapshot.cutoffs[try RevocationScope(kind, try row.text(2))] = try row.date(3)
            }
            return snapshot
        } catch {
            throw StorageError(error)
        }
    }

    /// Ends the sessions of the scope that began before a moment. Saying so again only moves the moment on.
    ///
    /// - Parameters:
    ///   - moment: nil for now by the database's clock. It is rounded up: a session's own beginning is rounded down, and
    ///     of those that began in the same second none is to be missed.
    ///   - lifetime: seconds that the longest session lasts. They count from now, or from the moment if that is later:
    ///     a session that began long before may have handed its place on, by assuming roles, until just now.
    ///   - limit: how many revocations there may be.
    package func insert(
        _ scope: RevocationScope, before moment: Date?, lifetime: Double, limit: Int, reason: String, by: String
    ) async throws(StorageError) -> Result<SessionRevocation, EntityRefusal> {
        try await database.settled { transaction in
            // Changes come one after the other, so that the limit holds and no version is seen twice.
            try await transaction.query(Self.raiseVersion)
            try await transaction.query(Self.deleteEnded)
            let rows = try await transaction.query(
                Self.insert,
                [
                    .text(scope.kind.rawValue), .text(scope.target), moment.map { .timestamp($0) } ?? .null,
                    .int64(Int64(lifetime)), .text(reason), .text(by), .int64(Int64(limit)),
                ])
            return try rows.first.map { .success(try SessionRevocation($0)) } ?? .failure(.limit(limit))
        }
    }

    /// False when there is no such revocation.
    package func delete(_ scope: RevocationScope) async throws(StorageError) -> Bool {
        try await database.settled { transaction in
            try await transaction.query(Self.raiseVersion)
            let rows = try await transaction.query(Self.delete, [.text(scope.kind.rawValue), .text(scope.target)])
            return rows.affected == 1
        }
    }

    /// Revocations in the order of kind and target, behind `last`.
    package func list(
        of kind: RevocationScope.Kind?, after last: RevocationScope?, limit: Int
    ) async throws(StorageError) -> [SessionRevocation] {
        do throws(PostgresError) {
            return try await database.query(
                Self.list,
                [
                    .optional(kind?.rawValue), .text(last?.kind.rawValue ?? ""), .text(last?.target ?? ""),
                    .int64(Int64(limit)),
                ]
            ).map { row throws(PostgresError) in try SessionRevocation(row) }
        } catch {
            throw StorageError(error)
        }
    }

    /// Removes what no session can be touched by any more. Snapshots that still hold it are none the worse.
    package func sweep() async throws(StorageError) {
        do throws(PostgresError) {
            try await database.query(Self.deleteEnded)
        } catch {
            throw StorageError(error)
        }
    }

    private static let read = Statement(
        "read_session_revocations",
        """
        SELECT s.version, r.scope, r.target, r.revoked_before
          FROM session_revocation_state s
          LEFT JOIN session_revocations r ON s.version IS DISTINCT FROM $1 AND r.expires_at > now()
         LIMIT $2
        """, repeatable: true)

    private static let raiseVersion = Statement(
        "raise_revocation_version", "UPDATE session_revocation_state SET version = version + 1", repeatable: false)

    private static let deleteEnded = Statement(
        "delete_ended_revocations", "DELETE FROM session_revocations WHERE expires_at <= now()", repeatable: true)

    private static let columns = "scope, target, revoked_before, expires_at, reason, revoked_by, revoked_at"

    private static let insert = Statement(
        "insert_session_revocation",
        """
        INSERT INTO session_revocations (\(columns))
        SELECT $1, $2, m.moment, greatest(now(), m.moment) + $4::bigint * interval '1 second', $5, $6, now()
          FROM (SELECT CASE WHEN $3::timestamptz IS NULL THEN date_trunc('second', clock_timestamp()) + interval '1 second'
                            WHEN date_trunc('second', $3) = $3 THEN $3
                            ELSE date_trunc('second', $3) + interval '1 second' END AS moment) m
         WHERE (SELECT count(*) FROM session_revocations WHERE (scope, target) <> ($1, $2)) < $7
        ON CONFLICT (scope, target) DO UPDATE
           SET revoked_before = greatest(session_revocations.revoked_before, excluded.revoked_before),
               expires_at = greatest(session_revocations.expires_at, excluded.expires_at),
               reason = excluded.reason, revoked_by = excluded.revoked_by, revoked_at = excluded.revoked_at
        RETURNING \(columns)
        """, repeatable: true)

    private static let delete = Statement(
        "delete_session_revocation", "DELETE FROM session_revocations WHERE scope = $1 AND target = $2",
        repeatable: false)

    private static let list = Statement(
        "list_session_revocations",
        """
        SELECT \(columns) FROM session_revocations
         WHERE expires_at > now() AND ($1::text IS NULL OR scope = $1) AND (scope, target) > ($2, $3)
         ORDER BY scope, target LIMIT $4
        """, repeatable: true)
}

extension RevocationScope {
    fileprivate init(_ kind: String, _ target: String) throws(PostgresError) {
        guard let kind = Kind(rawValue: kind), let scope = RevocationScope(kind, target: target) else {
            throw .undecodable(column: 1, expected: "a scope and its target")
        }
        self = scope
    }
}

extension SessionRevocation {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            scope: try RevocationScope(try row.text(0), try row.text(1)), revokedBefore: try row.date(2),
            expiresAt: try row.date(3), reason: try row.text(4), revokedBy: try row.text(5),
            revokedAt: try row.date(6))
    }
}

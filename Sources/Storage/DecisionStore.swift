import Postgres

import struct Foundation.UUID

/// Decisions, written in batches and never changed.
package struct DecisionStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// Writes what is not there yet, so a batch may be sent again when nobody knows what became of it. The days must
    /// have been made: see `PartitionStore`.
    package func insert(_ rows: [DecisionRow]) async throws(StorageError) {
        guard !rows.isEmpty else { return }
        do throws(PostgresError) {
            try await database.query(
                Self.insert,
                [
                    .uuidArray(rows.map(\.requestID)), .int64Array(rows.map(\.decidedAt)),
                    .textArray(rows.map(\.operation)), .textArray(rows.map(\.outcome.rawValue)),
                    .textArray(rows.map(\.reason)), .textArray(rows.map { $0.pool.columnText }),
                    .textArray(rows.map { $0.identity.columnText }), .textArray(rows.map { $0.roleARN.columnText }),
                    .textArray(rows.map { $0.accessKeyID.columnText }),
                    .textArray(rows.map { $0.mappingVersion.map(String.init) ?? "" }),
                    .textArray(rows.map(\.trace)),
                ])
        } catch {
            throw StorageError(error)
        }
    }

    package func find(_ requestID: UUID) async throws(StorageError) -> DecisionRow? {
        do throws(PostgresError) {
            return try await database.query(Self.find, [.uuid(requestID)]).first.map(DecisionRow.init)
        } catch {
            throw StorageError(error)
        }
    }

    /// Where a list goes on: behind this row.
    package struct Place: Sendable, Equatable {
        package let decidedAt: Int64
        package let requestID: UUID

        package init(decidedAt: Int64, requestID: UUID) {
            self.decidedAt = decidedAt
            self.requestID = requestID
        }
    }

    /// At most `limit` decisions, the latest first.
    package func list(
        _ filter: DecisionFilter, after place: Place?, limit: Int
    ) async throws(StorageError) -> [DecisionRow] {
        do throws(PostgresError) {
            return try await database.query(
                Self.list(by: filter),
                [
                    filter.pool.map(PostgresValue.uuid) ?? .null, filter.identity.map(PostgresValue.uuid) ?? .null,
                    .optional(filter.accessKeyID), .optional(filter.outcome?.rawValue), .optional(filter.reason),
                    .optional(filter.operation), .int64(filter.from ?? Self.beginning),
                    .int64(min(filter.until ?? .max, place.map { $0.decidedAt + 1 } ?? Self.end)),
                    .int64(place?.decidedAt ?? Self.end), place.map { .uuid($0.requestID) } ?? .null,
                    .int64(Int64(limit)),
                ]
            ).map(DecisionRow.init)
        } catch {
            throw StorageError(error)
        }
    }

    private static let beginning: Int64 = 0
    /// The year 9999, which PostgreSQL still counts to.
    private static let end: Int64 = 253_402_300_799_000_000

    // MARK: SQL

    /// Arrays of the protocol hold no NULL here, so what is missing is an empty text.
    private static let insert = Statement(
        "insert_decisions",
        """
        INSERT INTO decisions (request_id, decided_at, operation, outcome, reason, pool_id, identity_id, role_arn,
                               access_key_id, mapping_version, trace)
        SELECT request_id, timestamptz 'epoch' + decided_at * interval '1 microsecond', operation, outcome, reason,
               nullif(pool_id, '')::uuid, nullif(identity_id, '')::uuid, nullif(role_arn, ''),
               nullif(access_key_id, ''), nullif(mapping_version, '')::bigint, trace::json
          FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                      $9::text[], $10::text[], $11::text[])
            AS d (request_id, decided_at, operation, outcome, reason, pool_id, identity_id, role_arn, access_key_id,
                  mapping_version, trace)
        ON CONFLICT (request_id, decided_at) DO NOTHING
        """, repeatable: true)

    private static let columns = """
        SELECT request_id, (extract(epoch FROM decided_at) * 1000000)::bigint, operation, outcome, reason, pool_id,
               identity_id, role_arn, access_key_id, mapping_version, trace
          FROM decisions
        """

    private static let find = Statement(
        "find_decision", columns + " WHERE request_id = $1 ORDER BY decided_at LIMIT 1", repeatable: true)

    /// The plan of a prepared statement is made once for whatever it is asked, so what leads to an index stands in the
    /// text: one statement for each way in.
    private static func list(by filter: DecisionFilter) -> Statement {
        if filter.accessKeyID != nil { return listByAccessKey }
        if filter.identity != nil { return listByIdentity }
        if filter.pool != nil { return listByPool }
        if filter.reason != nil, filter.outcome != nil, filter.outcome != .granted { return listRefusals }
        return listAll
    }

    private static func list(_ name: String, _ leading: String) -> Statement {
        Statement(
            name,
            columns + """
                 WHERE \(leading)
                   AND ($1::uuid IS NULL OR pool_id = $1) AND ($2::uuid IS NULL OR identity_id = $2)
                   AND ($3::text IS NULL OR access_key_id = $3) AND ($4::text IS NULL OR outcome = $4)
                   AND ($5::text IS NULL OR reason = $5) AND ($6::text IS NULL OR operation = $6)
                   AND decided_at >= timestamptz 'epoch' + $7::bigint * interval '1 microsecond'
                   AND decided_at < timestamptz 'epoch' + $8::bigint * interval '1 microsecond'
                   AND ($10::uuid IS NULL
                        OR (decided_at, request_id)
                           < (timestamptz 'epoch' + $9::bigint * interval '1 microsecond', $10::uuid))
                 ORDER BY decided_at DESC, request_id DESC LIMIT $11
                """, repeatable: true)
    }

    private static let listAll = list("list_decisions", "true")
    private static let listByPool = list("list_decisions_by_pool", "pool_id = $1::uuid")
    private static let listByIdentity = list("list_decisions_by_identity", "identity_id = $2::uuid")
    private static let listByAccessKey = list("list_decisions_by_access_key", "access_key_id = $3::text")
    private static let listRefusals = list("list_refusals", "outcome <> 'granted' AND reason = $5::text")
}

extension DecisionRow {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        guard let outcome = Outcome(rawValue: try row.text(3)) else {
            throw .undecodable(column: 3, expected: "an outcome")
        }
        self.init(
            requestID: try row.uuid(0), decidedAt: try row.int64(1), operation: try row.text(2), outcome: outcome,
            reason: try row.text(4), pool: try row.uuidIfPresent(5), identity: try row.uuidIfPresent(6),
            roleARN: try row.textIfPresent(7), accessKeyID: try row.textIfPresent(8),
            mappingVersion: try row.int64IfPresent(9), trace: try row.text(10))
    }
}

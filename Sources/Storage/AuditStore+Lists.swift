import Postgres

import struct Foundation.UUID

/// Looking for records by what they are about.
extension AuditStore {
    /// Where a list goes on: behind this record.
    package struct Place: Sendable, Equatable {
        package let time: Int64
        package let writer: UUID
        package let sequence: Int64

        package init(time: Int64, writer: UUID, sequence: Int64) {
            self.time = time
            self.writer = writer
            self.sequence = sequence
        }
    }

    /// At most `limit` records, the latest first.
    package func list(
        _ filter: AuditFilter, after place: Place?, limit: Int
    ) async throws(StorageError) -> [AuditRecord] {
        try await records(
            Self.list(by: filter),
            [
                .optional(filter.event), filter.pool.map(PostgresValue.uuid) ?? .null,
                filter.identity.map(PostgresValue.uuid) ?? .null, .optional(filter.accessKeyID),
                filter.requestID.map(PostgresValue.uuid) ?? .null, .optional(filter.reason), .optional(filter.actor),
                .int64(filter.from ?? 0), .int64(min(filter.until ?? .max, place.map { $0.time + 1 } ?? Self.end)),
                .int64(place?.time ?? Self.end), place.map { .uuid($0.writer) } ?? .null,
                .int64(place?.sequence ?? 0), .int64(Int64(limit)),
            ])
    }

    /// The year 9999, which PostgreSQL still counts to.
    private static let end: Int64 = 253_402_300_799_000_000

    /// See `DecisionStore.list`: what leads to an index stands in the text.
    private static func list(by filter: AuditFilter) -> Statement {
        if filter.requestID != nil { return listByRequest }
        if filter.accessKeyID != nil { return listByAccessKey }
        if filter.identity != nil { return listByIdentity }
        if filter.pool != nil { return listByPool }
        if filter.event != nil { return listByEvent }
        return listAll
    }

    private static func list(_ name: String, _ leading: String) -> Statement {
        Statement(
            name,
            columns + """
                 WHERE \(leading)
                   AND ($1::text IS NULL OR event = $1) AND ($2::uuid IS NULL OR pool_id = $2)
                   AND ($3::uuid IS NULL OR identity_id = $3) AND ($4::text IS NULL OR access_key_id = $4)
                   AND ($5::uuid IS NULL OR request_id = $5) AND ($6::text IS NULL OR reason = $6)
                   AND ($7::text IS NULL OR actor = $7)
                   AND recorded_at >= timestamptz 'epoch' + $8::bigint * interval '1 microsecond'
                   AND recorded_at < timestamptz 'epoch' + $9::bigint * interval '1 microsecond'
                   AND ($11::uuid IS NULL
                        OR (recorded_at, writer, sequence)
                           < (timestamptz 'epoch' + $10::bigint * interval '1 microsecond', $11::uuid, $12::bigint))
                 ORDER BY recorded_at DESC, writer DESC, sequence DESC LIMIT $13
                """, repeatable: true)
    }

    private static let listAll = list("list_audit", "true")
    private static let listByRequest = list("list_audit_by_request", "request_id = $5::uuid")
    private static let listByAccessKey = list("list_audit_by_access_key", "access_key_id = $4::text")
    private static let listByIdentity = list("list_audit_by_identity", "identity_id = $3::uuid")
    private static let listByPool = list("list_audit_by_pool", "pool_id = $2::uuid")
    private static let listByEvent = list("list_audit_by_event", "event = $1::text")
}

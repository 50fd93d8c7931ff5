import Postgres

import struct Foundation.UUID

/// Going along the chains.
extension AuditStore {
    /// The records of a day in the order of their chains, behind a place.
    package func chains(
        of day: UTCDay, after place: ChainPlace?, limit: Int
    ) async throws(StorageError) -> [AuditRecord] {
        try await records(
            place == nil ? Self.firstOfDay : Self.restOfDay,
            [.int32(day.number), .int64(Int64(limit))]
                + (place.map { [.uuid($0.writer), .int64($0.sequence)] } ?? []))
    }

    package func find(_ place: ChainPlace) async throws(StorageError) -> AuditRecord? {
        try await records(
            Self.find, [.int32(place.day.number), .uuid(place.writer), .int64(place.sequence)]
        ).first
    }

    /// Where in a chain the record of this hash stands.
    package func place(
        ofHash hash: [UInt8], writer: UUID, on day: UTCDay
    ) async throws(StorageError) -> ChainPlace? {
        try await records(Self.findHash, [.int32(day.number), .uuid(writer), .bytes(hash)]).first?.place
    }

    /// The last record of every chain of that day, those that were written to last in front.
    package func heads(of day: UTCDay, limit: Int) async throws(StorageError) -> [AuditRecord] {
        try await records(Self.heads, [.int32(day.number), .int64(Int64(limit))])
    }

    private static let firstOfDay = Statement(
        "first_of_audit_day",
        columns + " WHERE day = date '1970-01-01' + $1::integer ORDER BY writer, sequence LIMIT $2", repeatable: true)

    private static let restOfDay = Statement(
        "rest_of_audit_day",
        columns + """
             WHERE day = date '1970-01-01' + $1::integer AND (writer, sequence) > ($3::uuid, $4::bigint)
             ORDER BY writer, sequence LIMIT $2
            """, repeatable: true)

    private static let find = Statement(
        "find_audit_record",
        columns + " WHERE day = date '1970-01-01' + $1::integer AND writer = $2 AND sequence = $3", repeatable: true)

    private static let findHash = Statement(
        "find_audit_hash",
        columns + """
             WHERE day = date '1970-01-01' + $1::integer AND writer = $2 AND hash = $3 ORDER BY sequence LIMIT 1
            """, repeatable: true)

    /// A chain begins with number 1, of which there is an index; its end is one look away.
    private static let heads = Statement(
        "heads_of_audit_chains",
        """
        SELECT l.* FROM audit_records s
         CROSS JOIN LATERAL (\(columns) r
                              WHERE r.day = s.day AND r.writer = s.writer ORDER BY r.sequence DESC LIMIT 1) l
         WHERE s.day = date '1970-01-01' + $1::integer AND s.sequence = 1
         ORDER BY l.microseconds DESC, l.writer LIMIT $2
        """, repeatable: true)
}

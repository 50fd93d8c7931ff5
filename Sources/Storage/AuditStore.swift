import IdentityModel
import Postgres

import struct Foundation.UUID

/// Audit records, written in batches and never changed.
package struct AuditStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// Writes what is not there yet, so a batch may be sent again when nobody knows what became of it: nobody else
    /// writes to these places. The day must have been made: see `PartitionStore`.
    package func insert(_ records: [AuditRecord]) async throws(StorageError) {
        guard !records.isEmpty else { return }
        let entries = records.map(\.entry)
        do throws(PostgresError) {
            try await database.query(
                Self.insert,
                [
                    .int64Array(records.map { Int64($0.place.day.number) }), .uuidArray(records.map(\.place.writer)),
                    .int64Array(records.map(\.place.sequence)), .int64Array(entries.map(\.time)),
                    .textArray(entries.map(\.event)), .textArray(entries.map { $0.requestID.columnText }),
                    .textArray(entries.map { $0.pool.columnText }), .textArray(entries.map { $0.identity.columnText }),
                    .textArray(entries.map { $0.actor.columnText }),
                    .textArray(entries.map { $0.accessKeyID.columnText }),
                    .textArray(entries.map { $0.reason.columnText }), .textArray(entries.map(\.details)),
                    .bytesArray(records.map(\.previous)), .bytesArray(records.map(\.hash)),
                    .bytesArray(records.map(\.seal)),
                ])
        } catch {
            throw StorageError(error)
        }
    }

    /// Arrays of the protocol hold no NULL here, so what is missing is an empty text.
    private static let insert = Statement(
        "insert_audit_records",
        """
        INSERT INTO audit_records (day, writer, sequence, recorded_at, event, request_id, pool_id, identity_id, actor,
                                   access_key_id, reason, details, previous, hash, seal)
        SELECT date '1970-01-01' + day::integer, writer, sequence,
               timestamptz 'epoch' + recorded_at * interval '1 microsecond', event, nullif(request_id, '')::uuid,
               nullif(pool_id, '')::uuid, nullif(identity_id, '')::uuid, nullif(actor, ''), nullif(access_key_id, ''),
               nullif(reason, ''), details::json, previous, hash, seal
          FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                      $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[], $14::bytea[],
                      $15::bytea[])
            AS r (day, writer, sequence, recorded_at, event, request_id, pool_id, identity_id, actor, access_key_id,
                  reason, details, previous, hash, seal)
        ON CONFLICT (day, writer, sequence) DO NOTHING
        """, repeatable: true)

    static let columns = """
        SELECT day - date '1970-01-01', writer, sequence,
               (extract(epoch FROM recorded_at) * 1000000)::bigint AS microseconds, event, request_id,
               pool_id, identity_id, actor, access_key_id, reason, details, previous, hash, seal
          FROM audit_records
        """

    func records(
        _ statement: Statement, _ parameters: [PostgresValue]
    ) async throws(StorageError) -> [AuditRecord] {
        do throws(PostgresError) {
            return try await database.query(statement, parameters).map(AuditRecord.init)
        } catch {
            throw StorageError(error)
        }
    }
}

extension AuditRecord {
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            place: ChainPlace(
                day: UTCDay(number: try row.int32(0)), writer: try row.uuid(1), sequence: try row.int64(2)),
            entry: AuditEntry(
                time: try row.int64(3), event: try row.text(4), requestID: try row.uuidIfPresent(5),
                pool: try row.uuidIfPresent(6), identity: try row.uuidIfPresent(7), actor: try row.textIfPresent(8),
                accessKeyID: try row.textIfPresent(9), reason: try row.textIfPresent(10), details: try row.text(11)),
            previous: try row.bytes(12), hash: try row.bytes(13), seal: try row.bytes(14))
    }
}

extension UUID? {
    /// As an element of an array that holds no NULL.
    var columnText: String { self?.capitals ?? "" }
}

extension String? {
    /// The same. PostgreSQL keeps no NUL in a text, and what is written here may repeat a client's.
    var columnText: String {
        guard let self else { return "" }
        return self.utf8.contains(0) ? self.replacing("\0", with: "\u{FFFD}") : self
    }
}

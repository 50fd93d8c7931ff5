import Postgres

/// The days that decisions and audit records are kept in.
package struct PartitionStore: Sendable {
    private let database: PostgresClient

    package enum Table: String, Sendable, CaseIterable {
        case decisions
        case audit = "audit_records"
    }

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// Makes a day that is not there yet.
    package func prepare(_ day: UTCDay, of table: Table) async throws(StorageError) {
        do throws(PostgresError) {
            try await database.query(Self.prepare, [.text(table.rawValue), .int32(day.number)])
        } catch {
            throw StorageError(error)
        }
    }

    /// Drops a day and everything in it. False when it is not there.
    ///
    /// - Throws: `StorageError` also for days that are too young; today and yesterday are.
    package func drop(_ day: UTCDay, of table: Table) async throws(StorageError) -> Bool {
        do throws(PostgresError) {
            return try await database.query(Self.drop, [.text(table.rawValue), .int32(day.number)]).first?.bool(0)
                ?? false
        } catch {
            throw StorageError(error)
        }
    }

    /// The days that are there, oldest first.
    package func days(of table: Table) async throws(StorageError) -> [UTCDay] {
        do throws(PostgresError) {
            return try await database.query(Self.list, [.text(table.rawValue)]).map { row throws(PostgresError) in
                UTCDay(number: try row.int32(0))
            }
        } catch {
            throw StorageError(error)
        }
    }

    private static let prepare = Statement(
        "prepare_partition", "SELECT prepare_partition($1, date '1970-01-01' + $2::integer)", repeatable: true)

    private static let drop = Statement(
        "drop_partition", "SELECT drop_partition($1, date '1970-01-01' + $2::integer)", repeatable: true)

    private static let list = Statement(
        "list_partitions",
        """
        SELECT to_date(right(c.relname, 8), 'YYYYMMDD') - date '1970-01-01'
          FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = $1::text::regclass ORDER BY 1
        """, repeatable: true)
}

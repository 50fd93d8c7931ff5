/// Brings a database's schema up to date, one transaction per migration, however many replicas start at once.
///
/// What was applied is kept in the table `schema_migrations`. A session's advisory lock keeps replicas apart, so the
/// connection must not run through a pooler that shares sessions.
package struct MigrationRunner: Sendable {
    private let migrations: [Migration]
    private let client: PostgresClient
    /// The program's version, kept beside each migration that it applies.
    private let version: String
    /// How long to wait for another process that is migrating.
    private let lockTimeout: Duration
    /// How long all migrations together may take.
    private let timeout: Duration

    package init(
        _ migrations: [Migration], on client: PostgresClient, version: String, lockTimeout: Duration = .seconds(60),
        timeout: Duration = .seconds(3600)
    ) {
        self.migrations = migrations
        self.client = client
        self.version = version
        self.lockTimeout = lockTimeout
        self.timeout = timeout
    }

    /// Applies what is pending.
    ///
    /// - Returns: the migrations that this call applied.
    /// - Throws: `MigrationError`. Migrations before the one that failed stay applied.
    package func run() async throws(MigrationError) -> [Migration] {
        try checkOrder()
        return try await locked { lease in
            _ = try await lease.query(.createLedger)
            let pending = try await pending { try await lease.query($0, $1) }
            for migration in pending { try await apply(migration, on: lease) }
            return pending
        }
    }

    /// Compares database and binary, and changes nothing.
    package func status() async throws(MigrationError) -> MigrationStatus {
        try checkOrder()
        do {
            let hasLedger = try await client.query(.findLedger).first?.bool(0) == true
            let pending = hasLedger ? try await pending { try await client.query($0, $1) } : migrations
            return MigrationStatus(applied: Array(migrations.dropLast(pending.count)), pending: pending)
        } catch {
            throw MigrationError(error)
        }
    }

    private func checkOrder() throws(MigrationError) {
        var last = 0
        for migration in migrations {
            guard migration.number > last else { throw .unordered(number: migration.number) }
            last = migration.number
        }
    }

    private func locked(
        _ body: @Sendable (Lease) async throws -> [Migration]
    ) async throws(MigrationError) -> [Migration] {
        do {
            return try await client.session(timeout: timeout) { lease in
                do throws(PostgresError) {
                    _ = try await lease.query(.lock, timeout: lockTimeout)
                } catch .deadlineExceeded {
                    throw MigrationError.locked(waited: lockTimeout)
                }
                return try await body(lease)
            }
        } catch {
            throw MigrationError(error)
        }
    }

    /// The migrations that the database lacks, after comparing those that it has.
    private func pending(
        _ query: (Statement, [PostgresValue]) async throws -> PostgresRows
    ) async throws -> [Migration] {
        let applied = try await query(.listLedger, [])
        let checksums = try await query(.checksums, [.textArray(migrations.map(\.sql))])
        let newest = migrations.last?.number ?? 0
        if let last = try applied.last?.int64(0), last > newest {
            throw MigrationError.databaseIsNewer(database: Int(last), binary: newest)
        }
        for (index, row) in applied.enumerated() {
            let number = try Int(row.int64(0))
            let migration = migrations[index]
            guard migration.number == number else {
                throw MigrationError.missing(number: min(migration.number, number))
            }
            guard try row.text(1) == checksums[index].text(0) else {
                throw MigrationError.edited(number: number, name: migration.name)
            }
        }
        return Array(migrations.dropFirst(applied.count))
    }

    private func apply(_ migration: Migration, on lease: Lease) async throws {
        do throws(PostgresError) {
            _ = try await lease.query(.begin)
            try await lease.execute(script: migration.sql, timeout: timeout)
            _ = try await lease.query(
                .record,
                [.int64(Int64(migration.number)), .text(migration.name), .text(migration.sql), .text(version)])
            try await lease.commit()
        } catch {
            throw MigrationError.refused(number: migration.number, name: migration.name, error)
        }
    }
}

extension MigrationError {
    fileprivate init(_ error: any Error) {
        switch error {
        case let error as MigrationError: self = error
        case let error as PostgresError: self = .database(error)
        default: preconditionFailure("only the errors of this room can arrive here")
        }
    }
}

extension Statement {
    /// The key is "sluice" in ASCII; advisory locks are counted per database.
    fileprivate static let lock =
        Statement("migration_lock", "SELECT pg_advisory_lock(126909663503205)", repeatable: false)
    fileprivate static let begin = Statement("migration_begin", "BEGIN", repeatable: false)
    fileprivate static let findLedger = Statement(
        "migration_find_ledger", "SELECT to_regclass('schema_migrations') IS NOT NULL", repeatable: true)
    fileprivate static let createLedger = Statement(
        "migration_create_ledger",
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number bigint PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(),
            version text NOT NULL
        )
        """, repeatable: true)
    fileprivate static let listLedger = Statement(
        "migration_list_ledger", "SELECT number, checksum FROM schema_migrations ORDER BY number", repeatable: true)
    fileprivate static let checksums = Statement(
        "migration_checksums",
        """
        SELECT encode(sha256(convert_to(sql, 'UTF8')), 'hex')
        FROM unnest($1::text[]) WITH ORDINALITY AS migration (sql, place) ORDER BY place
        """, repeatable: true)
    fileprivate static let record = Statement(
        "migration_record",
        """
        INSERT INTO schema_migrations (number, name, checksum, version)
        VALUES ($1, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'), $4)
        """, repeatable: false)
}

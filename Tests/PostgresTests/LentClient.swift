import Logging
import TestSupport

@testable import Postgres

extension LentDatabase {
    /// A client on a database of its own.
    static func client<Result: Sendable>(
        _ configure: (inout PostgresConfiguration) -> Void = { _ in },
        _ body: (PostgresClient) async throws -> Result
    ) async throws -> Result {
        try await lend { uri in
            var configuration = try PostgresConfiguration(uri: uri)
            configure(&configuration)
            let client = PostgresClient(configuration, logger: .tests)
            let result = try await body(client)
            await client.close()
            return result
        }
    }
}

extension Logger {
    static let tests = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}

extension Statement {
    /// A statement under its own text as a name, which is at most 63 bytes long.
    init(_ sql: String, repeatable: Bool = false) {
        self.init(String(sql.prefix(63)), sql, repeatable: repeatable)
    }

    static let sleep = Statement("sleep", "SELECT pg_sleep($1::bigint)", repeatable: true)
    /// How many sessions of this database execute `pg_sleep`.
    static let sleepers = Statement(
        "sleepers",
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep%'
        """, repeatable: true)
}

extension PostgresClient {
    func number(_ sql: String) async throws -> Int64 {
        try await query(Statement(sql, repeatable: true))[0].int64(0)
    }

    /// Waits, by asking again and again, until a query returns a number. Asks on a connection of its own, so that
    /// what is under way on the others does not matter.
    func wait(until sql: String, returns expected: Int64) async throws {
        let statement = Statement(sql, repeatable: true)
        let limit = ContinuousClock.now + .seconds(20)
        while true {
            let number = try await transaction { try await $0.query(statement)[0].int64(0) }
            if number == expected { return }
            guard .now < limit else { throw WaitedTooLong(sql: sql) }
        }
    }
}

struct WaitedTooLong: Error {
    let sql: String
}

import TestSupport
import Testing

@testable import Postgres

@Suite struct `A transaction` {
    private struct Regret: Error {}
    private static let create = Statement("CREATE TABLE notes (id bigint CONSTRAINT notes_id PRIMARY KEY, n bigint)")
    private static let insert = Statement("INSERT INTO notes (id, n) VALUES ($1, 0)")
    private static let count = "SELECT count(*) FROM notes"

    @Test func `is committed when its body returns`() async throws {
        try await LentDatabase.client { client in
            try await client.query(Self.create)
            let result = try await client.transaction { transaction in
                try await transaction.query(Self.insert, [.int64(1)])
                #expect(try await client.number(Self.count) == 0)
                return try await transaction.query(Self.insert, [.int64(2)]).affected
            }
            #expect(result == 1)
            #expect(try await client.number(Self.count) == 2)
        }
    }

    @Test func `is rolled back when its body throws, and its connection serves on`() async throws {
        try await LentDatabase.client {
            $0.transactionConnections = 1
        } _: { client in
            try await client.query(Self.create)
            for _ in 0..<3 {
                await #expect(throws: Regret.self) {
                    try await client.transaction { transaction in
                        try await transaction.query(Self.insert, [.int64(1)])
                        throw Regret()
                    }
                }
            }
            #expect(try await client.number(Self.count) == 0)
            let backends = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            #expect(try await client.number(backends) <= 3)
        }
    }

    @Test func `that swallowed a failure does not pretend to be committed`() async throws {
        try await LentDatabase.client { client in
            try await client.query(Self.create)
            await #expect(throws: PostgresError.transactionRolledBack) {
                try await client.transaction { transaction in
                    try await transaction.query(Self.insert, [.int64(1)])
                    _ = try? await transaction.query(Self.insert, [.int64(1)])
                }
            }
            #expect(try await client.number(Self.count) == 0)
        }
    }

    @Test func `cannot be used after its end`() async throws {
        try await LentDatabase.client { client in
            let escaped = try await client.transaction { $0 }
            await #expect(throws: PostgresError.transactionEnded) { try await escaped.query(Statement("SELECT 1")) }
        }
    }

    @Test func `loses against another one that it cannot be put in order with`() async throws {
        try await LentDatabase.client { client in
            try await client.query(Self.create)
            try await client.query(Self.insert, [.int64(1)])
            let update = Statement("UPDATE notes SET n = n + 1 WHERE id = 1")
            await #expect(throws: PostgresError.serializationFailure) {
                try await client.transaction(.serializable) { transaction in
                    try await transaction.query(Statement("SELECT n FROM notes"))
                    try await client.query(update)
                    try await transaction.query(update)
                }
            }
            #expect(try await client.number("SELECT n FROM notes") == 1)
        }
    }

    @Test func `runs READ COMMITTED unless it says otherwise`() async throws {
        try await LentDatabase.client { client in
            let level = Statement("SELECT current_setting('transaction_isolation')")
            let plain = try await client.transaction { try await $0.query(level)[0].text(0) }
            #expect(plain == "read committed")
            let chosen = try await client.transaction(.repeatableRead) { try await $0.query(level)[0].text(0) }
            #expect(chosen == "repeatable read")
        }
    }

    @Test func `that ran out of time leaves neither a lock nor a session behind`() async throws {
        try await LentDatabase.client {
            $0.transactionConnections = 1
        } _: { client in
            try await client.query(Self.create)
            await #expect(throws: PostgresError.deadlineExceeded(mayHaveExecuted: false)) {
                try await client.transaction(timeout: .milliseconds(100)) { transaction in
                    try await transaction.query(Self.insert, [.int64(1)])
                    try await transaction.query(.sleep, [.int64(3600)])
                }
            }
            try await client.query(Self.insert, [.int64(1)])
            try await client.transaction { try await $0.query(Self.insert, [.int64(2)]) }
            #expect(try await client.number(Self.count) == 2)
        }
    }

    @Test func `whose connection is lost has not been committed`() async throws {
        try await LentDatabase.client { client in
            try await client.query(Self.create)
            await #expect(throws: PostgresError.connectionLost(mayHaveExecuted: false)) {
                try await client.transaction { transaction in
                    let pid = try await transaction.query(Statement("SELECT pg_backend_pid()::bigint"))[0].int64(0)
                    try await transaction.query(Self.insert, [.int64(1)])
                    try await client.query(Statement("SELECT pg_terminate_backend($1::integer)"), [.int32(Int32(pid))])
                    try await transaction.query(Self.insert, [.int64(2)])
                }
            }
            #expect(try await client.number(Self.count) == 0)
        }
    }

    @Test func `says so when nobody knows whether it was committed`() async throws {
        try await LentDatabase.client { client in
            try await client.query(Self.create)
            // The commit kills its own session, after the insert and before the answer.
            try await client.query(
                Statement(
                    """
                    CREATE FUNCTION suicide() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(10); RETURN NULL; END $$
                    """))
            try await client.query(
                Statement(
                    """
                    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION suicide()
                    """))
            await #expect(throws: PostgresError.commitOutcomeUnknown) {
                try await client.transaction { try await $0.query(Self.insert, [.int64(1)]) }
            }
            await #expect(throws: PostgresError.connectionLost(mayHaveExecuted: true)) {
                try await client.query(Self.insert, [.int64(1)])
            }
        }
    }

    @Test func `runs beside as many others as there are connections`() async throws {
        try await LentDatabase.client {
            $0.transactionConnections = 3
        } _: { client in
            try await client.query(Self.create)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        _ = try await client.transaction { try await $0.query(Self.insert, [.int64(Int64(number))]) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await client.number(Self.count) == 60)
        }
    }
}

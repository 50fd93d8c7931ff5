import Glibc
import TestSupport
import Testing

@testable import Postgres

@Suite struct `A caller who cannot wait` {
    @Test func `is released at the deadline, told that the statement may have run, and the statement ends`()
        async throws
    {
        try await LentDatabase.client {
            $0.connections = 1
        } _: { client in
            try await client.ping()
            await #expect(throws: PostgresError.deadlineExceeded(mayHaveExecuted: true)) {
                try await client.query(.sleep, [.int64(3600)], timeout: .milliseconds(50))
            }
            // The same connection serves on, so the sleeping statement was cancelled.
            let sleepers = try await client.number(Statement.sleepers.sql)
            #expect(sleepers == 0)
        }
    }

    @Test func `is released when the task is cancelled`() async throws {
        try await LentDatabase.client { client in
            let task = Task {
                try await client.query(.sleep, [.int64(3600)], timeout: .seconds(3600))
            }
            try await client.wait(until: Statement.sleepers.sql, returns: 1)
            task.cancel()
            await #expect(throws: PostgresError.cancelled(mayHaveExecuted: true)) { try await task.value }
            try await client.wait(until: Statement.sleepers.sql, returns: 0)
        }
    }

    @Test func `sends nothing when the task is cancelled before`() async throws {
        try await LentDatabase.client { client in
            await #expect(throws: PostgresError.cancelled(mayHaveExecuted: false)) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.cancelAll()
                    group.addTask { try await client.query(Statement("CREATE TABLE trace ()")) }
                    try await group.waitForAll()
                }
            }
            let traces = try await client.number("SELECT count(*) FROM pg_class WHERE relname = 'trace'")
            #expect(traces == 0)
        }
    }

    @Test func `costs the calls behind it nothing but time`() async throws {
        try await LentDatabase.client {
            $0.connections = 1
        } _: { client in
            try await client.ping()
            let slow = Task { try await client.query(.sleep, [.int64(3600)], timeout: .milliseconds(50)) }
            let numbers = try await withThrowingTaskGroup(of: Int64.self, returning: Int64.self) { group in
                for number in 1...50 {
                    group.addTask {
                        try await client.query(Statement("SELECT $1::bigint"), [.int64(Int64(number))])[0].int64(0)
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(numbers == 1275)
            await #expect(throws: PostgresError.deadlineExceeded(mayHaveExecuted: true)) { try await slow.value }
        }
    }

    @Test func `learns at the deadline why nothing is connected`() async throws {
        let configuration = try PostgresConfiguration(uri: "postgresql://u:hunter2@/x?host=/nonexistent/directory")
        let client = PostgresClient(configuration, logger: .tests)
        do throws(PostgresError) {
            try await client.ping(timeout: .milliseconds(200))
            Issue.record("there is no such server")
        } catch {
            guard case .unavailable(let reason) = error else { throw error }
            #expect(reason.contains("/nonexistent/directory"))
            #expect(!"\(error)".contains("hunter2"))
        }
        await client.close()
    }

    @Test func `does not get a connection for a transaction while all are taken`() async throws {
        try await LentDatabase.client {
            $0.transactionConnections = 1
        } _: { client in
            try await client.transaction { _ in
                await #expect(throws: PostgresError.deadlineExceeded(mayHaveExecuted: false)) {
                    try await client.transaction(timeout: .milliseconds(50)) { _ in }
                }
            }
            try await client.transaction { _ in }
        }
    }

    @Test func `gets a new connection when the server does not even cancel`() async throws {
        try await LentDatabase.client {
            $0.connections = 1
            $0.dropGrace = .milliseconds(100)
        } _: { client in
            let old = try await client.number("SELECT pg_backend_pid()::bigint")
            kill(pid_t(old), SIGSTOP)
            await #expect(throws: PostgresError.deadlineExceeded(mayHaveExecuted: true)) {
                try await client.query(Statement("SELECT 1"), timeout: .milliseconds(50))
            }
            let new = try await client.number("SELECT pg_backend_pid()::bigint")
            kill(pid_t(old), SIGCONT)
            #expect(new != old)
        }
    }
}

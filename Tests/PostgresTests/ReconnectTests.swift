import Foundation
import Glibc
import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite struct `A lost connection` {
    private static let terminateOthers = Statement(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """)

    @Test func `is not noticed by those who had sent nothing yet`() async throws {
        try await LentDatabase.client {
            $0.connections = 1
        } _: { client in
            let before = try await client.number("SELECT pg_backend_pid()::bigint")
            try await client.transaction { try await $0.query(Self.terminateOthers) }
            #expect(try await client.number("SELECT pg_backend_pid()::bigint") != before)
        }
    }

    @Test func `is not noticed when the server said that it had not executed the statement`() async throws {
        try await LentDatabase.client {
            $0.connections = 1
            $0.timeout = .seconds(30)
        } _: { client in
            try await client.query(Statement("CREATE TABLE t (n bigint)"))
            // The inserts wait for a lock, so that they are under way for as long as this test needs them to be.
            let insert = Statement("INSERT INTO t SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared(7)) AS gate")
            let (gate, isClosed) = AsyncStream.makeStream(of: Void.self)
            async let termination: Void = {
                defer { isClosed.finish() }
                try await client.transaction { transaction in
                    try await transaction.query(Statement("SELECT pg_advisory_xact_lock(7)"))
                    isClosed.finish()
                    let running = Statement(
                        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'INSERT%' AND state = 'active' AND datname = current_database()"
                    )
                    // A transaction sees one snapshot of the activity until it asks for another.
                    while try await transaction.query(running)[0].int64(0) == 0 {
                        try await transaction.query(Statement("SELECT pg_stat_clear_snapshot()"))
                    }
                    try await transaction.query(Self.terminateOthers)
                }
            }()
            for await _ in gate {}
            async let first = client.query(insert)
            async let second = client.query(insert)
            try await termination
            #expect(try await first.affected == 1)
            #expect(try await second.affected == 1)
            #expect(try await client.number("SELECT count(*) FROM t") == 2)
        }
    }

    @Test func `to a server that has become read-only is given up`() async throws {
        try await LentDatabase.client {
            $0.connections = 1
        } _: { client in
            try await client.query(Statement("CREATE TABLE t (n bigint)"))
            let backend = "SELECT pg_backend_pid()::bigint"
            let before = try await client.number(backend)
            try await client.query(Statement("SET default_transaction_read_only = on"))
            await #expect(throws: PostgresError.readOnly) {
                try await client.query(Statement("INSERT INTO t VALUES (1)"))
            }
            #expect(try await client.query(Statement("INSERT INTO t VALUES (1)")).affected == 1)
            #expect(try await client.number(backend) != before)
        }
    }

    @Test func `costs no acknowledged insert when the whole server is killed under load`() async throws {
        let server = try await LentServer()
        let client = PostgresClient(try PostgresConfiguration(uri: server.uri), logger: .tests)
        try await client.query(Statement("CREATE TABLE t (n bigint PRIMARY KEY)"))
        let insert = Statement("INSERT INTO t VALUES ($1)")
        let postmaster = try #require(
            String(contentsOfFile: server.directory + "/postgres/postmaster.pid", encoding: .utf8)
                .split(separator: "\n").first.flatMap { pid_t($0) })

        var acknowledged: Set<Int64> = []
        var uncertain: Set<Int64> = []
        try await withThrowingTaskGroup(of: (known: [Int64], unknown: [Int64]).self) { group in
            for task in 0..<16 as Range<Int64> {
                group.addTask {
                    var numbers: (known: [Int64], unknown: [Int64]) = ([], [])
                    for number in (task * 1000)..<(task * 1000 + 200) {
                        if number == 50 { kill(postmaster, SIGKILL) }
                        do throws(PostgresError) {
                            try await client.query(insert, [.int64(number)], timeout: .seconds(30))
                            numbers.known.append(number)
                        } catch .connectionLost(mayHaveExecuted: true) {
                            numbers.unknown.append(number)
                        }
                    }
                    return numbers
                }
            }
            for try await numbers in group {
                acknowledged.formUnion(numbers.known)
                uncertain.formUnion(numbers.unknown)
            }
        }
        let kept = Set(try await client.query(Statement("SELECT n FROM t")).map { try $0.int64(0) })
        #expect(acknowledged.subtracting(kept) == [])
        #expect(kept.subtracting(acknowledged).subtracting(uncertain) == [])
        #expect(acknowledged.count + uncertain.count == 3200)
        #expect(uncertain.count < 100)
        #expect(await server.cluster.failures == 1)
        await client.close()
        await server.cluster.stop()
    }

    @Test func `is replaced when the server returns, while calls wait`() async throws {
        let server = try await LentServer()
        let client = PostgresClient(try PostgresConfiguration(uri: server.uri), logger: .tests)
        try await client.ping()
        await server.cluster.stop()
        async let waiting: Void = client.ping(timeout: .seconds(60))
        try await server.cluster.start()
        try await waiting
        await client.close()
        await server.cluster.stop()
    }
}

import TestSupport
import Testing

@testable import Postgres

@Suite struct `A pipeline` {
    private static let divide = Statement("divide", "SELECT 100 / $1::bigint", repeatable: true)

    @Test func `answers each call with its own rows, and an error harms nobody else`() async throws {
        try await LentDatabase.client {
            $0.connections = 1
        } _: { client in
            let answers = await withTaskGroup(of: (Int, Int64?).self, returning: [Int: Int64?].self) { group in
                for number in 0..<500 {
                    group.addTask {
                        let divisor: Int64 = number % 10 == 3 ? 0 : Int64(number % 10 + 1)
                        return (number, try? await client.query(Self.divide, [.int64(divisor)])[0].int64(0))
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = .some($1.1) }
            }
            #expect(answers.count == 500)
            let byDigit: [Int64?] = [100, 50, 33, nil, 20, 16, 14, 12, 11, 10]
            for (number, answer) in answers { #expect(answer == byDigit[number % 10]) }
        }
    }

    @Test func `reports what the schema forbids by the constraint's name`() async throws {
        try await LentDatabase.client { client in
            try await client.query(Statement("CREATE TABLE parent (id bigint PRIMARY KEY)"))
            try await client.query(
                Statement(
                    """
                    CREATE TABLE child (
                        id bigint NOT NULL CONSTRAINT child_id_unique UNIQUE,
                        parent bigint CONSTRAINT child_has_parent REFERENCES parent,
                        age bigint CONSTRAINT age_is_positive CHECK (age > 0)
                    )
                    """))
            let insert = Statement("INSERT INTO child (id, parent, age) VALUES ($1, $2, $3)")
            #expect(try await client.query(insert, [.int64(1), .null, .int64(1)]).affected == 1)
            await #expect(throws: PostgresError.uniqueViolation(constraint: "child_id_unique")) {
                try await client.query(insert, [.int64(1), .null, .null])
            }
            await #expect(throws: PostgresError.foreignKeyViolation(constraint: "child_has_parent")) {
                try await client.query(insert, [.int64(2), .int64(9), .null])
            }
            await #expect(throws: PostgresError.checkViolation(constraint: "age_is_positive")) {
                try await client.query(insert, [.int64(3), .null, .int64(0)])
            }
            await #expect(throws: PostgresError.notNullViolation(column: "id")) {
                try await client.query(insert, [.null, .null, .null])
            }
            await #expect(throws: PostgresError.server(sqlState: "42P01")) {
                try await client.query(Statement("SELECT 1 FROM nowhere"))
            }
            #expect(try await client.number("SELECT count(*) FROM child") == 1)
        }
    }

    @Test func `acknowledges nothing before its commit`() async throws {
        try await LentDatabase.client { client in
            try await client.query(
                Statement("CREATE TABLE late (id bigint CONSTRAINT late_id UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
            let insert = Statement("INSERT INTO late (id) VALUES (1)")
            try await client.query(insert)
            await #expect(throws: PostgresError.uniqueViolation(constraint: "late_id")) {
                try await client.query(insert)
            }
            #expect(try await client.number("SELECT count(*) FROM late") == 1)
        }
    }

    @Test func `prepares a statement once per connection`() async throws {
        try await LentDatabase.client {
            $0.connections = 1
        } _: { client in
            for divisor in 1...20 { try await client.query(Self.divide, [.int64(Int64(divisor))]) }
            let prepared = Statement(
                "SELECT count(*), sum(generic_plans + custom_plans)::bigint FROM pg_prepared_statements WHERE name = 'divide'"
            )
            let row = try await client.query(prepared)[0]
            #expect(try row.int64(0) == 1)
            #expect(try row.int64(1) == 20)
        }
    }

    @Test func `prepares again what the server has forgotten`() async throws {
        try await LentDatabase.client {
            $0.connections = 1
        } _: { client in
            try await client.query(Self.divide, [.int64(1)])
            try await client.query(Statement("DEALLOCATE divide"))
            #expect(try await client.query(Self.divide, [.int64(4)])[0].int64(0) == 25)
        }
    }

    @Test func `does not run another statement's text under the same name`() async throws {
        try await LentDatabase.client {
            $0.connections = 1
        } _: { client in
            try await client.query(Statement("twin", "SELECT 1", repeatable: true))
            await #expect(throws: PostgresError.server(sqlState: "42P05")) {
                try await client.query(Statement("twin", "SELECT 2", repeatable: true))
            }
        }
    }

    @Test func `survives a change of a table's columns`() async throws {
        try await LentDatabase.client { client in
            try await client.query(Statement("CREATE TABLE t (a bigint)"))
            try await client.query(Statement("INSERT INTO t VALUES (5)"))
            let read = Statement("SELECT (t).* FROM t", repeatable: true)
            for _ in 0..<8 { try await client.query(read) }
            try await client.query(Statement("ALTER TABLE t ALTER a TYPE text"))
            for _ in 0..<8 { #expect(try await client.query(read)[0].text(0) == "5") }
        }
    }

    @Test func `refuses calls beyond its limit at once`() async throws {
        try await LentDatabase.client {
            $0.maximumCalls = 3
        } _: { client in
            let refused = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        do throws(PostgresError) {
                            try await client.query(.sleep, [.int64(1)])
                            return false
                        } catch {
                            return error == .overloaded
                        }
                    }
                }
                return await group.reduce(0) { $1 ? $0 + 1 : $0 }
            }
            #expect(refused == 7)
            try await client.ping()
        }
    }

    @Test func `closes after finishing what is under way, and takes nothing more`() async throws {
        try await LentDatabase.lend { uri in
            let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .tests)
            async let slow = client.query(Statement("SELECT 7::bigint FROM pg_sleep(0.3)"))
            try await client.wait(
                until: "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%sleep(0.3)'", returns: 1)
            await client.close()
            #expect(try await slow[0].int64(0) == 7)
            await #expect(throws: PostgresError.closed) { try await client.ping() }
            await client.close()
        }
    }
}

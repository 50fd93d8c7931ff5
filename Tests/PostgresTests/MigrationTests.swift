import TestSupport
import Testing

@testable import Postgres

@Suite struct `Migrating a database` {
    private static let people = Migration(
        number: 1, name: "people", sql: "CREATE TABLE people (id bigint); CREATE INDEX ON people (id);")
    private static let pets = Migration(number: 2, name: "pets", sql: "CREATE TABLE pets (id bigint)")
    private static let toys = Migration(number: 5, name: "toys", sql: "CREATE TABLE toys (id bigint)")
    private static let tables = "SELECT count(*) FROM pg_class WHERE relname IN ('people', 'pets', 'toys')"

    private func runner(_ migrations: [Migration], _ client: PostgresClient, lockTimeout: Duration = .seconds(30))
        -> MigrationRunner
    {
        MigrationRunner(migrations, on: client, version: "1.2.3", lockTimeout: lockTimeout)
    }

    @Test func `applies everything to an empty one, nothing twice, and later what is new`() async throws {
        try await LentDatabase.client { client in
            #expect(try await runner([Self.people, Self.pets], client).run() == [Self.people, Self.pets])
            #expect(try await runner([Self.people, Self.pets], client).run() == [])
            #expect(try await runner([Self.people, Self.pets, Self.toys], client).run() == [Self.toys])
            #expect(try await client.number(Self.tables) == 3)
            let kept = try await client.query(
                Statement("SELECT name, version, applied_at <= now() FROM schema_migrations ORDER BY number"))
            #expect(try kept.map { try $0.text(0) } == ["people", "pets", "toys"])
            #expect(try kept.map { try $0.text(1) } == ["1.2.3", "1.2.3", "1.2.3"])
        }
    }

    @Test func `can be looked at without doing it`() async throws {
        try await LentDatabase.client { client in
            let all = runner([Self.people, Self.pets], client)
            #expect(try await all.status() == MigrationStatus(applied: [], pending: [Self.people, Self.pets]))
            #expect(try await client.number("SELECT count(*) FROM pg_class WHERE relname = 'schema_migrations'") == 0)
            _ = try await runner([Self.people], client).run()
            #expect(try await all.status() == MigrationStatus(applied: [Self.people], pending: [Self.pets]))
        }
    }

    @Test func `is done once by replicas that start at the same moment`() async throws {
        try await LentDatabase.client { client in
            let runner = runner([Self.people, Self.pets, Self.toys], client)
            let counts = try await withThrowingTaskGroup(of: Int.self, returning: [Int].self) { group in
                for _ in 0..<5 { group.addTask { try await runner.run().count } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.sorted() == [0, 0, 0, 0, 3])
        }
    }

    @Test func `waits for another one for a limited time`() async throws {
        try await LentDatabase.client { client in
            try await client.transaction { transaction in
                try await transaction.query(Statement("SELECT pg_advisory_xact_lock(126909663503205)"))
                await #expect(throws: MigrationError.locked(waited: .milliseconds(100))) {
                    try await runner([Self.people], client, lockTimeout: .milliseconds(100)).run()
                }
            }
            #expect(try await runner([Self.people], client).run() == [Self.people])
        }
    }

    @Test func `is refused when the database is newer`() async throws {
        try await LentDatabase.client { client in
            _ = try await runner([Self.people, Self.pets, Self.toys], client).run()
            let error = await #expect(throws: MigrationError.databaseIsNewer(database: 5, binary: 2)) {
                try await runner([Self.people, Self.pets], client).run()
            }
            #expect(error?.description == "database is at migration 5, this binary knows up to 2: run a newer sluice")
            await #expect(throws: MigrationError.databaseIsNewer(database: 5, binary: 0)) {
                try await runner([], client).status()
            }
        }
    }

    @Test func `is refused when an applied one was edited`() async throws {
        try await LentDatabase.client { client in
            _ = try await runner([Self.people], client).run()
            let edited = Migration(number: 1, name: "people", sql: "CREATE TABLE people (id text)")
            await #expect(throws: MigrationError.edited(number: 1, name: "people")) {
                try await runner([edited, Self.pets], client).run()
            }
            #expect(try await client.number(Self.tables) == 1)
        }
    }

    @Test func `is refused when one was left out, here or there`() async throws {
        try await LentDatabase.client { client in
            _ = try await runner([Self.people, Self.toys], client).run()
            await #expect(throws: MigrationError.missing(number: 2)) {
                try await runner([Self.people, Self.pets, Self.toys], client).run()
            }
            let later = Migration(number: 6, name: "later", sql: "SELECT 1")
            await #expect(throws: MigrationError.missing(number: 5)) {
                try await runner([Self.people, later], client).run()
            }
            await #expect(throws: MigrationError.unordered(number: 1)) {
                try await runner([Self.pets, Self.people], client).run()
            }
        }
    }

    @Test func `leaves nothing of a broken one, and keeps those before it`() async throws {
        try await LentDatabase.client { client in
            let broken = Migration(number: 2, name: "broken", sql: "CREATE TABLE pets (id bigint); SELECT 1 / 0;")
            await #expect(throws: MigrationError.refused(number: 2, name: "broken", .server(sqlState: "22012"))) {
                try await runner([Self.people, broken, Self.toys], client).run()
            }
            let tables = try await client.number(Self.tables)
            #expect(tables == 1)
            #expect(try await runner([Self.people, Self.pets], client).run() == [Self.pets])
        }
    }
}

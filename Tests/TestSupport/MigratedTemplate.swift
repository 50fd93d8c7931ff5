import Logging
import Migrations
import Postgres

extension LentDatabase.Template {
    /// Our schema, and nothing in it.
    package static let migrated = LentDatabase.Template("migrated") { uri in
        let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
        let migrations = EmbeddedMigrations.all.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }
        _ = try await MigrationRunner(migrations, on: client, version: "tests").run()
        await client.close()
    }
}

extension Logger {
    /// For tests that do not look into the log.
    package static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}

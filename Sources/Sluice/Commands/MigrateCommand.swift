import ArgumentParser
import Postgres

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date.")

    @OptionGroup var options: SettingsOptions

    @Flag(help: "Only tell what would be applied.")
    var dryRun = false

    func run() async throws {
        try await Failure.explained {
            let settings = try await SettingsReader.read(options)
            let logger = Logs.start(settings)
            try await Database.use(settings, logger) { database in
                let migrations = try await dryRun ? database.migrations.status().pending : database.migrations.run()
                for migration in migrations {
                    print("\(dryRun ? "pending" : "applied")  \(migration.number) \(migration.name)")
                }
                if migrations.isEmpty { print("The schema is up to date.") }
            }
        }
    }
}

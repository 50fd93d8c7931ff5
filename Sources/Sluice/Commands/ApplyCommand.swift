import ArgumentParser
import Audit
import Postgres

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Bring pools, roles and OpenID providers to what a file declares.",
        discussion: "What the file does not mention is left alone. Applied again, a file changes nothing.")

    @OptionGroup var options: SettingsOptions

    @Argument(help: "The declarative file, YAML.")
    var file: String

    @Flag(help: "Only tell what would change.")
    var dryRun = false

    func run() async throws {
        try await Failure.explained {
            let settings = try await SettingsReader.read(options)
            let logger = Logs.start(settings)
            let declaration = try Declaration(file: file)
            declaration.warn(logger)
            let masterKey = try MasterKeyFile.key(from: settings.masterKey)
            try await Database.use(settings, logger) { database in
                try await database.requireCurrentSchema()
                var audit = try await OperatorAudit.open(database.client, masterKey)
                let changes = try await Applier(database.client, settings, masterKey: masterKey)
                    .apply(declaration, dryRun: dryRun, audit: &audit)
                try await audit.close()
                for change in changes { print(change.line) }
                if dryRun { print("Nothing was changed: this was a dry run.") }
            }
        }
    }
}

import ArgumentParser

/// The command line. Commands on the machine itself read the same settings: flags, then the environment, then one YAML
/// file. The others ask a broker; see `docs/cli.md`.
@main
struct Sluice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice",
        abstract: "A federation broker: sign in anywhere, get AWS credentials from your own infrastructure.",
        version: Version.text,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, ApplyCommand.self, AdminCommand.self, AuditCommand.self,
            MergesCommand.self, SessionsCommand.self, KeysCommand.self, DevProvidersCommand.self,
            ProvidersCommand.self, VersionCommand.self,
        ],
        groupedSubcommands: [
            CommandGroup(
                name: "Over the admin API",
                subcommands: [
                    PoolsCommand.self, MappingsCommand.self, IdentitiesCommand.self, RolesCommand.self,
                    PoliciesCommand.self, UsersCommand.self, TokensCommand.self, RevocationsCommand.self,
                    DecisionsCommand.self, ExplainCommand.self,
                ])
        ],
        defaultSubcommand: ServeCommand.self)
}

enum Version {
    static let text = "0.1.0"
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() {
        print("sluice \(Version.text)")
    }
}

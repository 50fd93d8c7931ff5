import ArgumentParser

struct ProvidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers", abstract: "Look at the providers that people sign in with.",
        subcommands: [ProvidersCheckCommand.self] + RegisteredProviders.commands)
}

import ArgumentParser
import Audit
import Foundation
import STS
import Storage

/// The root keys that seal sessions. They are renewed by themselves; this is for the day when one has leaked.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List, rotate and drop the root keys that seal sessions.",
        discussion: """
            Rotating ends no session: the key before goes on opening what it sealed. Dropping a key ends every session \
            that it sealed; running servers notice within half a minute.
            """,
        subcommands: [List.self, Rotate.self, Drop.self])

    static func use(
        _ options: SettingsOptions, _ work: (SealingKeyRotation, inout OperatorAudit) async throws -> Void
    ) async throws {
        try await Failure.explained {
            let settings = try await SettingsReader.read(options)
            let logger = Logs.start(settings)
            let masterKey = try MasterKeyFile.key(from: settings.masterKey)
            try await Database.use(settings, logger) { database in
                try await database.requireCurrentSchema()
                var audit = try await OperatorAudit.open(database.client, masterKey)
                try await work(SealingKeyRotation(SealingKeyStore(database.client, masterKey: masterKey)), &audit)
                try await audit.close()
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The keys that still open sessions, oldest first.")

        @OptionGroup var options: SettingsOptions

        func run() async throws {
            try await KeysCommand.use(options) { keys, _ in
                let now = Date()
                for key in try await keys.list() {
                    print(
                        "\(key.id)  \(key.role(at: now))  seals \(key.notBefore.formatted(.iso8601)) to "
                            + "\(key.sealUntil.formatted(.iso8601)), opens until \(key.openUntil.formatted(.iso8601))")
                }
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a new key, which takes over in a minute.")

        @OptionGroup var options: SettingsOptions

        func run() async throws {
            try await KeysCommand.use(options) { keys, audit in
                let key = try await audit.change("sluice:RotateSealingKey", of: nil) { try await keys.rotate() }
                print("\(key.id)  seals from \(key.notBefore.formatted(.iso8601))")
            }
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a key, and with it every session that it sealed.")

        @OptionGroup var options: SettingsOptions
        @Argument(help: "The id of the key, as `keys list` shows it.")
        var key: String

        func run() async throws {
            try await KeysCommand.use(options) { keys, audit in
                let isDropped = try await audit.change("sluice:DropSealingKey", of: "sealing-key/\(key)") {
                    try await keys.drop(key)
                }
                guard isDropped else { throw Failure("There is no key \(key).") }
                print("dropped  \(key.lowercased())")
            }
        }
    }
}

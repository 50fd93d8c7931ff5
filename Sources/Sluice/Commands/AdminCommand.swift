import AccessManagement
import ArgumentParser
import Audit
import Foundation
import IdentityModel
import Storage

/// Administrators, made on the machine itself: whoever reaches the database and the master key needs no signature.
struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "On the machine itself: administrators, their access keys and tokens.",
        discussion: "A secret key is shown once, when it is made. A lost one is replaced by `rotate`.",
        subcommands: [Create.self, List.self, Rotate.self, Disable.self, Enable.self, Token.self])

    /// Opens what the settings name and asks the administrators of its account.
    static func use(
        _ options: SettingsOptions, _ work: (Administrators, inout OperatorAudit) async throws -> Void
    ) async throws {
        try await Failure.explained {
            let settings = try await SettingsReader.read(options)
            let logger = Logs.start(settings)
            let masterKey = try MasterKeyFile.key(from: settings.masterKey)
            try await Database.use(settings, logger) { database in
                try await database.requireCurrentSchema()
                var audit = try await OperatorAudit.open(database.client, masterKey)
                try await work(
                    Administrators(
                        users: UserStore(database.client),
                        keys: AccessKeyStore(database.client, masterKey: masterKey), account: settings.account),
                    &audit)
                try await audit.close()
            }
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an administrator and show its access key.")

        @OptionGroup var options: SettingsOptions
        @OptionGroup var output: KeyOutput
        @Argument(help: "1 to 64 letters, digits or any of +=,.@_-")
        var name: String

        func run() async throws {
            try await AdminCommand.use(options) { administrators, audit in
                let key = try await audit.change("sluice:CreateAdministrator", of: "user/\(name)") {
                    try await administrators.create(name)
                }
                print(output.format.text(of: key))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every IAM user with its access keys.")

        @OptionGroup var options: SettingsOptions

        func run() async throws {
            try await AdminCommand.use(options) { administrators, _ in
                for (user, keys) in try await administrators.list() {
                    print(user.arn)
                    for key in keys {
                        print(
                            "  \(key.id)  \(key.isActive ? "active" : "disabled")  made \(key.createdAt.formatted(.iso8601))"
                        )
                    }
                }
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace all access keys of a user by a new one, and show it.")

        @OptionGroup var options: SettingsOptions
        @OptionGroup var output: KeyOutput
        @Argument var name: String

        func run() async throws {
            try await AdminCommand.use(options) { administrators, audit in
                let key = try await audit.change("sluice:RotateAccessKeys", of: "user/\(name)") {
                    try await administrators.rotate(name)
                }
                print(output.format.text(of: key))
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Switch all access keys of a user off.")

        @OptionGroup var options: SettingsOptions
        @Argument var name: String

        func run() async throws {
            try await AdminCommand.use(options) { administrators, audit in
                let keys = try await audit.change("sluice:DisableAccessKeys", of: "user/\(name)") {
                    try await administrators.setActive(false, name)
                }
                for id in keys { print("disabled  \(id)") }
            }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Switch all access keys of a user on again.")

        @OptionGroup var options: SettingsOptions
        @Argument var name: String

        func run() async throws {
            try await AdminCommand.use(options) { administrators, audit in
                let keys = try await audit.change("sluice:EnableAccessKeys", of: "user/\(name)") {
                    try await administrators.setActive(true, name)
                }
                for id in keys { print("enabled   \(id)") }
            }
        }
    }
}

/// How a new access key is shown.
struct KeyOutput: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        /// For a shell.
        case env
        /// A file for `AWS_SHARED_CREDENTIALS_FILE`.
        case credentials

        func text(of key: NewAccessKey) -> String {
            switch self {
            case .env:
                """
                export AWS_ACCESS_KEY_ID=\(key.id)
                export AWS_SECRET_ACCESS_KEY=\(key.secret.reveal())
                """
            case .credentials:
                """
                [default]
                aws_access_key_id = \(key.id)
                aws_secret_access_key = \(key.secret.reveal())
                """
            }
        }
    }

    @Option(name: .customLong("output"), help: "env or credentials.")
    var format: Format = .env
}

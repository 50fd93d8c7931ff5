import ArgumentParser
import Audit
import Foundation
import IdentityModel
import STS
import Storage

/// Sessions, ended before their time on the machine itself: whoever reaches the database needs no signature.
struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "End sessions before their time, list what was ended, and take it back.",
        discussion: """
            A revocation ends the sessions that have begun; every running server heeds it within a second. Who signs in \
            again gets a new session: to keep somebody out, disable the identity or change the role.
            """,
        subcommands: [Revoke.self, List.self, Lift.self])

    /// Opens what the settings name.
    static func use(
        _ options: SettingsOptions, _ work: (SessionRevocations, Database, Settings) async throws -> Void
    ) async throws {
        try await Failure.explained {
            let settings = try await SettingsReader.read(options)
            let logger = Logs.start(settings)
            try await Database.use(settings, logger) { database in
                try await database.requireCurrentSchema()
                let revocations = SessionRevocations(
                    SessionRevocationStore(database.client), identities: IdentityStore(database.client))
                do {
                    try await work(revocations, database, settings)
                } catch let error as RevocationError {
                    throw Failure(error.explanation)
                }
            }
        }
    }

    /// Makes a change with its records in the audit. Of a login only the kind of scope is told: its subject is a person.
    private static func recorded<Value>(
        _ action: String, _ scope: RevocationScope, _ database: Database, _ settings: Settings,
        _ work: () async throws -> Value
    ) async throws -> Value {
        let masterKey = try MasterKeyFile.key(from: settings.masterKey)
        var audit = try await OperatorAudit.open(database.client, masterKey)
        let target = scope.kind == .login ? "" : "/\(scope.target)"
        let value = try await audit.change(action, of: "session-revocation/\(scope.kind.rawValue)\(target)", work)
        try await audit.close()
        return value
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End the sessions of one scope.")

        @OptionGroup var options: SettingsOptions
        @OptionGroup var scope: ScopeOptions

        @Option(help: "Only sessions that began before this time, like 2026-01-31T12:00:00Z; now, if left out.")
        var before: String?

        @Option(help: "Why; kept beside the revocation. At most 256 characters.")
        var reason = ""

        func run() async throws {
            try await SessionsCommand.use(options) { revocations, database, settings in
                let scope = try await scope.read(database, settings)
                let before = try before.map(Self.time)
                let made = try await SessionsCommand.recorded("sluice:RevokeSessions", scope, database, settings) {
                    try await revocations.revoke(scope, before: before, by: "sluice sessions revoke", reason: reason)
                }
                print("revoked  \(made.line)")
            }
        }

        private static func time(_ text: String) throws -> Date {
            guard let date = try? Date(text, strategy: .iso8601) else {
                throw Failure("'\(text)' is not a time like 2026-01-31T12:00:00Z.")
            }
            return date
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every revocation that still matters.")

        @OptionGroup var options: SettingsOptions

        func run() async throws {
            try await SessionsCommand.use(options) { revocations, _, _ in
                var last: RevocationScope?
                while true {
                    let page = try await revocations.list(after: last, limit: 1_000)
                    for revocation in page { print(revocation.line) }
                    guard page.count == 1_000 else { return }
                    last = page.last?.scope
                }
            }
        }
    }

    struct Lift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a revocation back: what it ended, and has not ended otherwise, is good again.")

        @OptionGroup var options: SettingsOptions
        @OptionGroup var scope: ScopeOptions

        func run() async throws {
            try await SessionsCommand.use(options) { revocations, database, settings in
                let scope = try await scope.read(database, settings)
                let isLifted = try await SessionsCommand.recorded(
                    "sluice:LiftSessionRevocation", scope, database, settings
                ) {
                    try await revocations.lift(scope)
                }
                guard isLifted else {
                    throw Failure("There is no revocation of \(scope.kind.rawValue) \(scope.target).")
                }
                print("lifted  \(scope.kind.rawValue)  \(scope.target)")
            }
        }
    }
}

extension SessionRevocation {
    /// Names and times only; a subject is the provider's id of a person.
    fileprivate var line: String {
        "\(scope.kind.rawValue)  \(scope.target)  before \(revokedBefore.formatted(.iso8601))"
            + "  by \(revokedBy)\(reason.isEmpty ? "" : "  (\(reason))")"
    }
}

extension RevocationError {
    fileprivate var explanation: String {
        switch self {
        case .malformed: "Scope, reason and name must be text without NUL, the scope of at most 2600 bytes."
        case .reasonTooLong(let limit): "A reason has at most \(limit) characters."
        case .inTheFuture: "Only sessions that have begun can be ended: the time is in the future."
        case .tooMany(let limit):
            "There are \(limit) revocations already: revoke by a wider scope, a role, a pool or the account."
        case .unavailable(let cause): "The database did not answer: \(cause)"
        }
    }
}

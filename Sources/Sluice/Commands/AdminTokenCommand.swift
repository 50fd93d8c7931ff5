import ArgumentParser
import Audit
import Foundation
import IdentityModel
import STS
import Storage

extension AdminCommand {
    /// The first bearer token, for which no other credentials are needed.
    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a bearer token for the admin API that stands for a user, and show it once.")

        @OptionGroup var options: SettingsOptions

        @Argument(help: "Name of the user.")
        var name: String

        @Option(help: "What the token is used for.")
        var purpose = "sluice admin token"

        @Option(help: "Seconds that it is good for, a minute to a year.")
        var lifetime: Int64 = 86_400

        @Option(help: "env, a line for a shell, or token, nothing else.")
        var output = Format.env

        enum Format: String, ExpressibleByArgument, CaseIterable {
            case env, token
        }

        func validate() throws {
            guard BearerToken.lifetimes.contains(lifetime) else {
                throw ValidationError(
                    "--lifetime must be \(BearerToken.lifetimes.lowerBound) to \(BearerToken.lifetimes.upperBound).")
            }
            guard (1...128).contains(purpose.unicodeScalars.count) else {
                throw ValidationError("--purpose must have 1 to 128 characters.")
            }
        }

        func run() async throws {
            try await Failure.explained {
                let settings = try await SettingsReader.read(options)
                let logger = Logs.start(settings)
                let masterKey = try MasterKeyFile.key(from: settings.masterKey)
                try await Database.use(settings, logger) { database in
                    try await database.requireCurrentSchema()
                    var audit = try await OperatorAudit.open(database.client, masterKey)
                    let token = try await audit.change("sluice:CreateToken", of: "user/\(name)") {
                        try await make(BearerTokenStore(database.client), settings.account)
                    }
                    try await audit.close()
                    print(output == .env ? "export SLUICE_TOKEN=\(token.reveal())" : token.reveal())
                }
            }
        }

        private func make(_ store: BearerTokenStore, _ account: AccountID) async throws -> Secret<String> {
            var generator = SystemRandomNumberGenerator()
            let (token, hash) = BearerToken.random(using: &generator)
            switch try await store.insert(
                UUID(), hash: hash, ofUserNamed: name, account: account, name: purpose, lifetime: lifetime)
            {
            case .inserted: return token
            case .noSuchUser: throw Failure("There is no user '\(name)'.")
            case .tooMany: throw Failure("A user has \(BearerToken.limitPerUser) tokens at most. Delete one.")
            }
        }
    }
}

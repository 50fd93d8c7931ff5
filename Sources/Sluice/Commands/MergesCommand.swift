import ArgumentParser
import Audit
import Foundation
import IdentityModel
import Postgres
import Storage

/// Merges of identities: what was united, and parting it again.
struct MergesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merges",
        abstract: "List merges of identities, and undo them.",
        discussion: """
            An identity is merged into another when somebody proves to own both, and when a back end unites two of its \
            users. Undoing gives the absorbed identity its logins back; what was linked since stays where it is.
            """,
        subcommands: [List.self, Undo.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The latest merges of a pool.")

        @OptionGroup var options: SettingsOptions

        @Option(help: "REGION:UUID of the pool.")
        var pool: String

        @Option(help: "Only merges of this identity, REGION:UUID.")
        var identity: String?

        @Option(help: "How many at most.")
        var limit = 50

        func run() async throws {
            try await Failure.explained {
                guard let pool = IdentityPoolID(pool) else { throw Failure("'\(pool)' is not the id of a pool.") }
                let id = identity.flatMap { IdentityID($0) }
                if let identity, id == nil { throw Failure("'\(identity)' is not the id of an identity.") }
                let region = pool.region
                try await MergesCommand.use(options) { identities, _ in
                    for merge in try await identities.merges(in: pool.uuid, of: id?.uuid, limit: max(1, limit)) {
                        let undone = merge.undoneAt.map { "  undone \($0.formatted(.iso8601))" } ?? ""
                        print(
                            "\(merge.id.text)  \(merge.mergedAt.formatted(.iso8601))  "
                                + "\(IdentityID(region: region, uuid: merge.absorbed)) into "
                                + "\(IdentityID(region: region, uuid: merge.survivor))  "
                                + "\(merge.moved) logins moved\(undone)")
                    }
                }
            }
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Part what one merge united.")

        @OptionGroup var options: SettingsOptions

        @Argument(help: "The id of the merge, as `merges list` shows it.")
        var merge: String

        func run() async throws {
            try await Failure.explained {
                guard let id = UUID(text: merge) else { throw Failure("'\(merge)' is not the id of a merge.") }
                try await MergesCommand.use(options) { identities, client in
                    let masterKey = try MasterKeyFile.key(from: try await SettingsReader.read(options).masterKey)
                    var audit = try await OperatorAudit.open(client, masterKey)
                    let outcome = try await audit.change("sluice:UndoMerge", of: "merge/\(merge)") {
                        try await identities.undo(merge: id)
                    }
                    try await audit.close()
                    switch outcome {
                    case .undone(let merge, let restored):
                        print(
                            "undone  \(restored) of \(merge.moved) logins went back to \(merge.absorbed.text)"
                        )
                    case .noSuchMerge: throw Failure("There is no merge \(merge).")
                    case .undoneBefore: throw Failure("Merge \(merge) was undone before.")
                    case .survivorMerged:
                        throw Failure("The identity that survived was merged itself or is gone: undo that merge first.")
                    }
                }
            }
        }
    }

    private static func use(_ options: SettingsOptions, _ work: (IdentityStore, PostgresClient) async throws -> Void)
        async throws
    {
        let settings = try await SettingsReader.read(options)
        let logger = Logs.start(settings)
        try await Database.use(settings, logger) { database in
            try await database.requireCurrentSchema()
            try await work(IdentityStore(database.client), database.client)
        }
    }
}

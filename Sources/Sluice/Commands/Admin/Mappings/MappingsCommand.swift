import AdminClient
import ArgumentParser
import StrictJSON

struct MappingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mappings", abstract: "Which role who gets: versions, drafts, and trying them out.",
        discussion: """
            A change is a draft first. It is tried (simulate, replay, lint, shadow), then activated, and rolled back when \
            it was a mistake.
            """,
        subcommands: [
            Show.self, MappingVersionsCommand.self, Diff.self, Draft.self, Activate.self, RollBack.self, History.self,
            MappingShadowCommand.self, MappingsSimulateCommand.self, MappingsReplayCommand.self,
            MappingsLintCommand.self,
        ])

    private static let path = "/pools/{poolId}/role-mappings"

    struct Show: ShowCall {
        static let verb = Verb("show", "The roles and mappings in force.", .get, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }
    }

    struct Diff: ShowCall {
        static let verb = Verb("diff", "What changes from one version to another.", .get, path + ":diff")
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @Argument(help: "The version to begin with.") var from: Int64
        @Argument(help: "The version to come to.") var to: Int64
        var place: [String: String] { pool.place }
        var query: [(String, String?)] { [("from", "\(from)"), ("to", "\(to)")] }
    }

    struct Draft: SendCall {
        static let verb = Verb(
            "draft", "Keep a draft that changes nothing yet.", .post, path + "/versions",
            discussion: """
                The file is a configuration as `mappings show` tells it: defaultRoles, mappings, tests.

                sluice mappings draft us-east-1:… --file roles.yaml --comment "engineers get their own role"
                """)
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @Option(name: .shortAndLong, help: "A JSON or YAML file; - reads standard input.") var file: String
        @Option(help: "For people.") var comment: String?
        var place: [String: String] { pool.place }

        func sent() throws -> [UInt8] {
            var body = BodyDocument()
            body.set("configuration", json: try BodyDocument.json(ofFile: file).text)
            if let comment { body.set("comment", text: comment) }
            return body.bytes
        }
    }

    struct Activate: ActCall {
        static let verb = Verb(
            "activate", "Put a version in force, when its test cases hold.", .post,
            path + "/versions/{version}:activate",
            stateOf: path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @Argument(help: "Number of the version.") var version: Int64
        @OptionGroup var state: StateOptions
        @Option(help: "For people.") var comment: String?
        var place: [String: String] { pool.place.merging(["version": "\(version)"]) { _, new in new } }

        func sent() -> [UInt8]? { Self.object(comment.map { ["comment": $0] } ?? [:]) }
    }

    struct RollBack: ActCall {
        static let verb = Verb(
            "rollback", "Put a former version in force again: the one before the present one, or another.", .post,
            path + ":rollback", stateOf: path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @Argument(help: "Number of a version that was in force.") var version: Int64?
        @OptionGroup var state: StateOptions
        @Option(help: "For people.") var comment: String?
        var place: [String: String] { pool.place }

        func sent() -> [UInt8]? {
            var body = BodyDocument()
            if let version { body.set("version", json: "\(version)") }
            if let comment { body.set("comment", text: comment) }
            return body.bytes
        }
    }

    struct History: ListCall {
        static let verb = Verb(
            "history", "Which version came into force when, the last first.", .get, path + "/activations",
            columns: ["version", "previous", "activatedAt", "author", "source", "comment"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }
    }
}

import AdminClient
import ArgumentParser

/// What was decided; `sluice explain` tells the story of one.
struct DecisionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decisions", abstract: "What was decided in exchanges, granted or not.", subcommands: [List.self])

    struct List: ListCall {
        static let verb = Verb(
            "list", "Decisions, the latest first.", .get, "/decisions",
            columns: ["time", "requestId", "operation", "outcome", "reason", "identityId", "role"],
            discussion: """
                sluice decisions list --outcome refused --pool us-east-1:…
                sluice decisions list --access-key ASIA…
                """)
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var choice: RecordOptions
        @Option(help: "Only these: granted, refused or failed.") var outcome: String?
        @Option(help: "Only of this operation, like GetCredentialsForIdentity.") var operation: String?
        var query: [(String, String?)] { choice.query + [("outcome", outcome), ("operation", operation)] }
    }
}

/// Which records are meant.
struct RecordOptions: ParsableArguments {
    @Option(help: "Only in this pool.") var pool: String?
    @Option(help: "Only about this identity.") var identity: String?
    @Option(help: "Only of what was issued under this access key.") var accessKey: String?
    @Option(help: "Only with this reason code.") var reason: String?
    @Option(help: "Not before this time, like 2026-01-31T12:00:00Z.") var from: String?
    @Option(help: "Before this time.") var until: String?

    var query: [(String, String?)] {
        [
            ("poolId", pool), ("identityId", identity), ("accessKeyId", accessKey), ("reason", reason), ("from", from),
            ("until", until),
        ]
    }
}

import AdminClient
import ArgumentParser
import StrictJSON

struct IdentitiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identities", abstract: "The people and guests of a pool.",
        subcommands: [
            Find.self, Show.self, Disable.self, Enable.self, Unlink.self, Merge.self, PreviewMerge.self, Merges.self,
            UndoMerge.self, Delete.self, ExportCommand.self, ImportCommand.self,
        ])

    private static let path = "/pools/{poolId}/identities/{identityId}"

    struct Find: ListCall {
        static let verb = Verb(
            "find", "Identities of a pool by time, state or login.", .get, "/pools/{poolId}/identities",
            columns: ["id", "state", "providers", "createdAt"],
            discussion: """
                sluice identities find us-east-1:… --provider accounts.google.com --subject 1090…
                sluice identities find us-east-1:… --state guest --order newest --limit 20
                """)
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var pool: PoolArgument
        @Option(help: "With --subject: whose login it is.") var provider: String?
        @Option(help: "The provider's id of the person.") var subject: String?
        @Option(help: "guest, authenticated or disabled.") var state: String?
        @Option(help: "Created then or later, like 2026-01-31T12:00:00Z.") var createdFrom: String?
        @Option(help: "Created earlier.") var createdBefore: String?
        @Option(help: "oldest or newest first.") var order: String?
        var place: [String: String] { pool.place }
        var query: [(String, String?)] {
            [
                ("provider", provider), ("subject", subject), ("state", state), ("createdFrom", createdFrom),
                ("createdBefore", createdBefore), ("order", order),
            ]
        }
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "An identity with its logins.", .get, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var identity: IdentityArguments
        var place: [String: String] { identity.place }
    }

    struct Disable: ActCall {
        static let verb = Verb(
            "disable", "Refuse an identity to everybody until it is enabled again.", .post, path + ":disable")
        @OptionGroup var options: AdminOptions
        @OptionGroup var identity: IdentityArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { identity.place }
    }

    struct Enable: ActCall {
        static let verb = Verb("enable", "Take back that an identity was disabled.", .post, path + ":enable")
        @OptionGroup var options: AdminOptions
        @OptionGroup var identity: IdentityArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { identity.place }
    }

    struct Unlink: ActCall {
        static let verb = Verb(
            "unlink", "Take one login from an identity; without its last one it is disabled for good.", .post,
            path + ":unlink")
        @OptionGroup var options: AdminOptions
        @OptionGroup var identity: IdentityArguments
        @OptionGroup var state: StateOptions
        @Option(help: "Whose login it is.") var provider: String
        @Option(help: "The provider's id of the person.") var subject: String
        var place: [String: String] { identity.place }
        func sent() -> [UInt8]? { Self.object(["provider": provider, "subject": subject]) }
    }

    struct Merge: ActCall {
        static let verb = Verb(
            "merge", "Give every login of another identity to this one. It can be undone.", .post, path + ":merge")
        @OptionGroup var options: AdminOptions
        @OptionGroup var identity: IdentityArguments
        @OptionGroup var state: StateOptions
        @Option(help: "The identity whose logins move, and which is disabled.") var absorb: String
        var place: [String: String] { identity.place }
        func sent() -> [UInt8]? { Self.object(["absorb": absorb]) }
    }

    struct PreviewMerge: SendCall {
        static let verb = Verb(
            "preview-merge", "What a merge would do now, and what stands against it.", .post, path + ":previewMerge")
        static let asksOnly = true
        @OptionGroup var options: AdminOptions
        @OptionGroup var identity: IdentityArguments
        @Option(help: "The identity whose logins would move.") var absorb: String
        var place: [String: String] { identity.place }
        func sent() -> [UInt8] { Self.object(["absorb": absorb]) }
    }

    struct Merges: ListCall {
        static let verb = Verb(
            "merges", "Merges of identities, the latest first.", .get, "/pools/{poolId}/merges",
            columns: ["id", "mergedAt", "survivor", "absorbed", "movedLogins", "undoneAt"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var pool: PoolArgument
        @Option(help: "Only those that this identity was part of.") var identity: String?
        var place: [String: String] { pool.place }
        var query: [(String, String?)] { [("identity", identity)] }
    }

    struct UndoMerge: ShowCall {
        static let verb = Verb(
            "undo-merge", "Part what a merge united; what was linked since stays.", .post,
            "/pools/{poolId}/merges/{mergeId}:undo")
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @Argument(help: "Id of the merge.") var merge: String
        var place: [String: String] { pool.place.merging(["mergeId": merge]) { _, new in new } }
    }

    struct Delete: ActCall {
        static let verb = Verb("delete", "Forget an identity and its logins.", .delete, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var identity: IdentityArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { identity.place }
    }
}

extension AdminCall {
    /// An object of texts.
    static func object(_ members: [String: String]) -> [UInt8] {
        var json = JSONWriter()
        json.map(members)
        return json.bytes
    }
}

struct IdentityArguments: ParsableArguments {
    @Argument(help: "REGION:UUID of the pool.")
    var pool: String

    @Argument(help: "REGION:UUID of the identity.")
    var identity: String

    var place: [String: String] { ["poolId": pool, "identityId": identity] }
}

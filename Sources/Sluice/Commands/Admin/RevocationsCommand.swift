import AdminClient
import ArgumentParser

/// Beside `sessions`, which does the same on the machine itself.
struct RevocationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revocations", abstract: "Sessions that were ended before their time.",
        subcommands: [List.self, Add.self, Lift.self])

    struct List: ListCall {
        static let verb = Verb(
            "list", "Every revocation that still matters.", .get, "/session-revocations",
            columns: ["kind", "target", "revokedBefore", "reason", "revokedBy"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @Option(help: "Only these: identity, login, role, user, session, pool or account.") var kind: String?
        var query: [(String, String?)] { [("kind", kind)] }
    }

    struct Add: SendCall {
        static let verb = Verb(
            "add", "End the sessions that have begun, on every replica within a second.", .post, "/session-revocations",
            discussion: """
                sluice revocations add identity us-east-1:… --reason "lost phone"
                sluice revocations add role engineers
                """)
        @OptionGroup var options: AdminOptions
        @OptionGroup var scope: RevocationArguments
        @Option(help: "Only sessions that began before this time, like 2026-01-31T12:00:00Z.") var before: String?
        @Option(help: "Why; kept beside the revocation.") var reason: String?

        func sent() -> [UInt8] {
            var members = scope.place
            members["before"] = before
            members["reason"] = reason
            return Self.object(members)
        }
    }

    struct Lift: ShowCall {
        static let verb = Verb(
            "lift", "Take a revocation back: what it ended, and has not ended otherwise, is good again.", .delete,
            "/session-revocations/{kind}/{target}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var scope: RevocationArguments
        var place: [String: String] { scope.place }
    }
}

struct RevocationArguments: ParsableArguments {
    @Argument(help: "identity, login, role, user, session, pool or account.")
    var kind: String

    @Argument(help: "Its id; of a role or user also the name; of a login POOL PROVIDER SUBJECT in one word.")
    var target: String

    var place: [String: String] { ["kind": kind, "target": target] }
}

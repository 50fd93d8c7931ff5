import AdminClient
import ArgumentParser

struct PolicyVersionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "The texts that a policy has or had.",
        subcommands: [List.self, Show.self, Add.self, Use.self, Delete.self])

    private static let path = "/policies/{policy}/versions/{versionId}"

    struct List: ListCall {
        static let verb = Verb(
            "list", "The versions of a policy, the newest first.", .get, "/policies/{policy}/versions",
            columns: ["id", "isDefault", "createdAt"])
        static let isPaged = false
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var policy: PolicyArgument
        var place: [String: String] { policy.place }
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "One version with its text.", .get, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var version: PolicyVersionArguments
        var place: [String: String] { version.place }
    }

    struct Add: ActCall {
        static let verb = Verb(
            "add", "Give a policy another text.", .post, "/policies/{policy}/versions", stateOf: "/policies/{policy}",
            discussion: "The file has the members document and, to have it count at once, isDefault: true.")
        @OptionGroup var options: AdminOptions
        @OptionGroup var policy: PolicyArgument
        @OptionGroup var body: BodyOptions
        @OptionGroup var state: StateOptions
        var place: [String: String] { policy.place }
        func sent() throws -> [UInt8]? { try body.bytes() }
    }

    struct Use: ActCall {
        static let verb = Verb(
            "use", "Let a version count.", .post, path + ":setDefault", stateOf: "/policies/{policy}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var version: PolicyVersionArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { version.place }
    }

    struct Delete: ActCall {
        static let verb = Verb(
            "delete", "Delete a version that does not count.", .delete, path, stateOf: "/policies/{policy}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var version: PolicyVersionArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { version.place }
    }
}

struct PolicyVersionArguments: ParsableArguments {
    @Argument(help: "Name of one of the account's policies, or the ARN of any.")
    var policy: String

    @Argument(help: "v1, v2, …")
    var version: String

    var place: [String: String] { ["policy": policy, "versionId": version] }
}

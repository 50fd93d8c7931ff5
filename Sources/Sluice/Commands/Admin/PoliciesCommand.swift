import AdminClient
import ArgumentParser
import StrictJSON

struct PoliciesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policies", abstract: "Managed policies and their versions.",
        subcommands: [List.self, Show.self, Create.self, Delete.self, Users.self, PolicyVersionsCommand.self])

    struct List: ListCall {
        static let verb = Verb(
            "list", "Managed policies, built-in ones and the account's own.", .get, "/policies",
            columns: ["name", "arn", "defaultVersion", "attachmentCount", "isBuiltIn"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @Option(help: "all, own or builtIn.") var scope: String?
        @Flag(help: "Only those that a user or role has.") var onlyAttached = false
        var query: [(String, String?)] { [("scope", scope), ("onlyAttached", onlyAttached ? "true" : nil)] }
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "A policy with the text that counts.", .get, "/policies/{policy}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var policy: PolicyArgument
        var place: [String: String] { policy.place }
    }

    struct Create: SendCall {
        static let verb = Verb(
            "create", "Make a managed policy.", .post, "/policies",
            discussion: "A file with the members name and document, or --set name=NAME beside a file with document.")
        @OptionGroup var options: AdminOptions
        @OptionGroup var body: BodyOptions
        func sent() throws -> [UInt8] { try body.bytes() }
    }

    struct Delete: ActCall {
        static let verb = Verb("delete", "Delete a policy that nobody has.", .delete, "/policies/{policy}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var policy: PolicyArgument
        @OptionGroup var state: StateOptions
        var place: [String: String] { policy.place }
    }

    struct Users: ListCall {
        static let verb = Verb(
            "used-by", "The users and roles that have a policy.", .get, "/policies/{policy}/entities",
            columns: ["kind", "name", "id"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var policy: PolicyArgument
        var place: [String: String] { policy.place }
    }
}

struct PolicyArgument: ParsableArguments {
    @Argument(help: "Name of one of the account's policies, or the ARN of any.")
    var policy: String

    var place: [String: String] { ["policy": policy] }
}

import AdminClient
import ArgumentParser

struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "IAM users, their policies and access keys.",
        subcommands: [List.self, Show.self, Create.self, Update.self, Delete.self, AccessKeysCommand.self])

    struct List: ListCall {
        static let verb = Verb(
            "list", "Every user of the account.", .get, "/users", columns: ["name", "arn", "createdAt"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "A user with its policies.", .get, "/users/{userName}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var user: UserArgument
        var place: [String: String] { user.place }
    }

    struct Create: SendCall {
        static let verb = Verb("create", "Make a user.", .post, "/users")
        @OptionGroup var options: AdminOptions
        @OptionGroup var body: BodyOptions
        func sent() throws -> [UInt8] { try body.bytes() }
    }

    struct Update: ChangeCall {
        static let verb = Verb(
            "update", "Change a user's policies and tags: the members that are set, or all of them from a file.", .put,
            "/users/{userName}", readOnly: ["id", "arn", "createdAt", "name", "path", "accessKeys"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var user: UserArgument
        @OptionGroup var body: BodyOptions
        @OptionGroup var state: StateOptions
        var place: [String: String] { user.place }
    }

    struct Delete: ActCall {
        static let verb = Verb("delete", "Delete a user.", .delete, "/users/{userName}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var user: UserArgument
        @OptionGroup var state: StateOptions
        var place: [String: String] { user.place }
    }
}

struct UserArgument: ParsableArguments {
    @Argument(help: "Name of the user.")
    var user: String

    var place: [String: String] { ["userName": user] }
}

import AdminClient
import ArgumentParser

struct RolesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "IAM roles: who may wear them, and what they may do.",
        subcommands: [List.self, Show.self, Create.self, Update.self, Delete.self])

    struct List: ListCall {
        static let verb = Verb(
            "list", "Every role of the account.", .get, "/roles",
            columns: ["name", "arn", "maxSessionSeconds", "createdAt"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "A role with its policies.", .get, "/roles/{roleName}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var role: RoleArgument
        var place: [String: String] { role.place }
    }

    struct Create: SendCall {
        static let verb = Verb(
            "create", "Make a role.", .post, "/roles",
            discussion: "sluice roles create --set name=user --file role.yaml")
        @OptionGroup var options: AdminOptions
        @OptionGroup var body: BodyOptions
        func sent() throws -> [UInt8] { try body.bytes() }
    }

    struct Update: ChangeCall {
        static let verb = Verb(
            "update", "Change a role: the members that are set, or all of them from a file.", .put, "/roles/{roleName}",
            readOnly: ["id", "arn", "createdAt", "name", "path"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var role: RoleArgument
        @OptionGroup var body: BodyOptions
        @OptionGroup var state: StateOptions
        var place: [String: String] { role.place }
    }

    struct Delete: ActCall {
        static let verb = Verb(
            "delete", "Delete a role. Its sessions end within a second.", .delete, "/roles/{roleName}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var role: RoleArgument
        @OptionGroup var state: StateOptions
        var place: [String: String] { role.place }
    }
}

struct RoleArgument: ParsableArguments {
    @Argument(help: "Name of the role.")
    var role: String

    var place: [String: String] { ["roleName": role] }
}

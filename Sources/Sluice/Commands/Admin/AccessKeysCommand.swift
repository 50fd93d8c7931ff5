import AdminClient
import ArgumentParser
import StrictJSON

struct AccessKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Access keys of a user.",
        subcommands: [List.self, Show.self, Create.self, Enable.self, Disable.self, Delete.self])

    private static let path = "/users/{userName}/access-keys/{accessKeyId}"

    struct List: ListCall {
        static let verb = Verb(
            "list", "The access keys of a user.", .get, "/users/{userName}/access-keys",
            columns: ["id", "isActive", "createdAt"])
        static let isPaged = false
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var user: UserArgument
        var place: [String: String] { user.place }
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "One access key, without its secret.", .get, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var key: KeyArguments
        var place: [String: String] { key.place }
    }

    struct Create: ShowCall {
        static let verb = Verb(
            "create", "Make an access key, and show its secret this one time.", .post, "/users/{userName}/access-keys")
        @OptionGroup var options: AdminOptions
        @OptionGroup var user: UserArgument
        var place: [String: String] { user.place }
    }

    struct Enable: ActCall {
        static let verb = Verb("enable", "Switch an access key on.", .put, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var key: KeyArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { key.place }
        func sent() -> [UInt8]? { KeyArguments.body(isActive: true) }
    }

    struct Disable: ActCall {
        static let verb = Verb("disable", "Switch an access key off.", .put, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var key: KeyArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { key.place }
        func sent() -> [UInt8]? { KeyArguments.body(isActive: false) }
    }

    struct Delete: ActCall {
        static let verb = Verb("delete", "Delete an access key.", .delete, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var key: KeyArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { key.place }
    }
}

struct KeyArguments: ParsableArguments {
    @Argument(help: "Name of the user.")
    var user: String

    @Argument(help: "Id of the access key.")
    var key: String

    var place: [String: String] { ["userName": user, "accessKeyId": key] }

    static func body(isActive: Bool) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("isActive", isActive)
        json.endObject()
        return json.bytes
    }
}

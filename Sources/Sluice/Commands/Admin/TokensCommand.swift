import AdminClient
import ArgumentParser
import StrictJSON

struct TokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens", abstract: "Bearer tokens of users, for the admin API.",
        subcommands: [List.self, Create.self, Delete.self])

    struct List: ListCall {
        static let verb = Verb(
            "list", "The tokens of a user that have not expired.", .get, "/users/{userName}/tokens",
            columns: ["id", "name", "createdAt", "expiresAt"])
        static let isPaged = false
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "Name of the user.") var user: String
        var place: [String: String] { ["userName": user] }
    }

    struct Create: SendCall {
        static let verb = Verb(
            "create", "Make a token that stands for a user, and show it this one time.", .post,
            "/users/{userName}/tokens")
        @OptionGroup var options: AdminOptions
        @Argument(help: "Name of the user.") var user: String
        @Argument(help: "What the token is used for.") var name: String
        @Option(help: "Seconds that it is good for; a day when not given.") var lifetime: Int64?
        var place: [String: String] { ["userName": user] }

        func sent() throws -> [UInt8] {
            var json = JSONWriter()
            json.beginObject()
            json.member("name", name)
            if let lifetime { json.member("lifetimeSeconds", lifetime) }
            json.endObject()
            return json.bytes
        }
    }

    struct Delete: ShowCall {
        static let verb = Verb("delete", "End a token at once.", .delete, "/tokens/{tokenId}")
        @OptionGroup var options: AdminOptions
        @Argument(help: "Id of the token.") var token: String
        var place: [String: String] { ["tokenId": token] }
    }
}

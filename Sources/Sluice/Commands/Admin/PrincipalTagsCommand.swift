import AdminClient
import ArgumentParser

struct PrincipalTagsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tags", abstract: "Which claims become tags of sessions (attributes for access control).",
        subcommands: [List.self, Show.self, Set.self, Forecast.self, Delete.self])

    private static let path = "/pools/{poolId}/principal-tags/{provider}"

    struct List: ListCall {
        static let verb = Verb(
            "list", "The providers whose claims become tags.", .get, "/pools/{poolId}/principal-tags",
            columns: ["provider", "usesDefaults", "claims"])
        static let isPaged = false
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "Which claims of one provider become tags.", .get, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: PoolProviderArguments
        var place: [String: String] { provider.place }
    }

    struct Set: ChangeCall {
        static let verb = Verb(
            "set", "Say which claims of a provider become tags.", .put, path, readOnly: ["provider", "claimNameBytes"],
            stateOf: "/pools/{poolId}",
            discussion: "sluice pools tags set us-east-1:… idp --set claims='{\"team\":\"dept\"}'")
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: PoolProviderArguments
        @OptionGroup var body: BodyOptions
        @OptionGroup var state: StateOptions
        var place: [String: String] { provider.place }
    }

    struct Forecast: SendCall {
        static let verb = Verb(
            "forecast", "Which tags a login with such claims would bear, and how much room they take.", .post,
            path + ":forecast", discussion: "The file has the member claims, and map to try another map.")
        static let asksOnly = true
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: PoolProviderArguments
        @OptionGroup var body: BodyOptions
        var place: [String: String] { provider.place }
        func sent() throws -> [UInt8] { try body.bytes() }
    }

    struct Delete: ActCall {
        static let verb = Verb(
            "delete", "Make no tags of a provider's claims.", .delete, path, stateOf: "/pools/{poolId}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: PoolProviderArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { provider.place }
    }
}

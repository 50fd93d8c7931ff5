import AdminClient
import ArgumentParser

struct PoolsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pools", abstract: "Identity pools.",
        subcommands: [
            List.self, Show.self, Create.self, Update.self, Delete.self, PoolProvidersCommand.self,
            PrincipalTagsCommand.self,
            GuestPolicyCommand.self,
        ])

    struct List: ListCall {
        static let verb = Verb(
            "list", "Every pool of the account in one region.", .get, "/pools", columns: ["id", "name"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @Option(help: "Of pools; that of the credentials when not given.")
        var region: String?
        var query: [(String, String?)] { [("region", region)] }
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "The settings of a pool.", .get, "/pools/{poolId}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }
    }

    struct Create: SendCall {
        static let verb = Verb(
            "create", "Make a pool.", .post, "/pools",
            discussion: """
                sluice pools create --set name=my-app --set allowsGuests=true
                sluice pools create --file pool.yaml
                """)
        @OptionGroup var options: AdminOptions
        @OptionGroup var body: BodyOptions
        @Option(help: "Where the pool is to be; the region of the credentials when not given.")
        var region: String?
        var query: [(String, String?)] { [("region", region)] }
        func sent() throws -> [UInt8] { try body.bytes() }
    }

    struct Update: ChangeCall {
        static let verb = Verb(
            "update", "Change the settings of a pool: the members that are set, or all of them from a file.", .put,
            "/pools/{poolId}",
            readOnly: ["id", "arn", "region", "version", "authenticatedRole", "unauthenticatedRole"],
            discussion: "sluice pools update us-east-1:… --set allowsGuests=false")
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @OptionGroup var body: BodyOptions
        @OptionGroup var state: StateOptions
        var place: [String: String] { pool.place }
    }

    struct Delete: ActCall {
        static let verb = Verb("delete", "Delete a pool, and every identity in it.", .delete, "/pools/{poolId}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @OptionGroup var state: StateOptions
        var place: [String: String] { pool.place }
    }
}

/// Many commands are about one pool.
struct PoolArgument: ParsableArguments {
    @Argument(help: "REGION:UUID of the pool.")
    var pool: String

    var place: [String: String] { ["poolId": pool] }
}

import AdminClient
import ArgumentParser

struct PoolProvidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers", abstract: "The providers that a pool admits.",
        subcommands: [List.self, Show.self, Set.self, Remove.self])

    private static let path = "/pools/{poolId}/providers/{provider}"

    struct List: ListCall {
        static let verb = Verb(
            "list", "Every provider of a pool.", .get, "/pools/{poolId}/providers",
            columns: ["provider", "kind", "appId", "keepsSecret", "isRegistered"])
        static let isPaged = false
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "One provider, without the secret of the app.", .get, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: PoolProviderArguments
        var place: [String: String] { provider.place }
    }

    struct Set: ChangeCall {
        static let verb = Verb(
            "set", "Let a pool admit a provider, or change its registration.", .put, path,
            readOnly: ["provider", "kind", "keepsSecret", "isRegistered", "issuer", "clientIds"],
            stateOf: "/pools/{poolId}",
            discussion: """
                sluice pools providers set us-east-1:… accounts.google.com --set appId=1234.apps.googleusercontent.com

                A secret of the app comes from a file or standard input: flags can be seen by everybody on the machine.
                """)
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: PoolProviderArguments
        @OptionGroup var body: BodyOptions
        @OptionGroup var state: StateOptions
        var place: [String: String] { provider.place }
    }

    struct Remove: ActCall {
        static let verb = Verb(
            "remove", "Admit a provider no longer. Identities keep its logins.", .delete, path,
            stateOf: "/pools/{poolId}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: PoolProviderArguments
        @OptionGroup var state: StateOptions
        var place: [String: String] { provider.place }
    }
}

struct PoolProviderArguments: ParsableArguments {
    @Argument(help: "REGION:UUID of the pool.")
    var pool: String

    @Argument(help: "Its key in a Logins map, or the ARN of an OpenID Connect or SAML provider.")
    var provider: String

    var place: [String: String] { ["poolId": pool, "provider": provider] }
}

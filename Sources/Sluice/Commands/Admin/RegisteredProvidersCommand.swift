import AdminClient
import ArgumentParser

/// OpenID Connect issuers that the account has registered. `ProvidersCommand` lists the commands beside `check`, which
/// needs no broker.
enum RegisteredProviders {
    static let commands: [any ParsableCommand.Type] = [
        List.self, Show.self, Create.self, Update.self, Delete.self, Probe.self,
    ]

    private static let path = "/openid-providers/{provider}"

    struct List: ListCall {
        static let verb = Verb(
            "list", "Every OpenID Connect issuer that is registered.", .get, "/openid-providers",
            columns: ["key", "url", "arn"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "The registration of an issuer.", .get, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: RegisteredProviderArgument
        var place: [String: String] { provider.place }
    }

    struct Create: SendCall {
        static let verb = Verb(
            "create", "Register an OpenID Connect issuer.", .post, "/openid-providers",
            discussion: "sluice providers create --set url=https://idp.example.com --set clientIds='[\"app\"]'")
        @OptionGroup var options: AdminOptions
        @OptionGroup var body: BodyOptions
        func sent() throws -> [UInt8] { try body.bytes() }
    }

    struct Update: ChangeCall {
        static let verb = Verb(
            "update", "Change the registration of an issuer: the members that are set, or all of them from a file.",
            .put, path, readOnly: ["key", "arn", "createdAt", "url"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: RegisteredProviderArgument
        @OptionGroup var body: BodyOptions
        @OptionGroup var state: StateOptions
        var place: [String: String] { provider.place }
    }

    struct Delete: ActCall {
        static let verb = Verb("delete", "Take the registration of an issuer back.", .delete, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: RegisteredProviderArgument
        @OptionGroup var state: StateOptions
        var place: [String: String] { provider.place }
    }

    struct Probe: ShowCall {
        static let verb = Verb(
            "probe", "Let the broker fetch what an issuer publishes, and tell what it would refuse.", .post,
            path + ":check", discussion: "`sluice providers check` does the same from this machine, without a broker.")
        @OptionGroup var options: AdminOptions
        @OptionGroup var provider: RegisteredProviderArgument
        var place: [String: String] { provider.place }
    }
}

struct RegisteredProviderArgument: ParsableArguments {
    @Argument(help: "The issuer without https://, as `providers list` shows it.")
    var provider: String

    var place: [String: String] { ["provider": provider] }
}

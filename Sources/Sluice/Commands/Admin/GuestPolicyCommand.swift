import AdminClient
import ArgumentParser

struct GuestPolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guest-policy", abstract: "What guests of a pool may do at most.",
        subcommands: [Show.self, Set.self])

    private static let path = "/pools/{poolId}/guest-session-policy"

    struct Show: ShowCall {
        static let verb = Verb("show", "The session policy of guests.", .get, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }
    }

    struct Set: ChangeCall {
        static let verb = Verb(
            "set", "Set the session policy of guests; --set policy=null goes back to the built-in one.", .put, path,
            readOnly: ["builtInVersion"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @OptionGroup var body: BodyOptions
        @OptionGroup var state: StateOptions
        var place: [String: String] { pool.place }
    }
}

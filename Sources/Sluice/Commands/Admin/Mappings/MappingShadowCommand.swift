import AdminClient
import ArgumentParser

struct MappingShadowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shadow", abstract: "Try a version beside the one in force: nobody gets another role by it.",
        subcommands: [Show.self, Set.self, End.self])

    private static let path = "/pools/{poolId}/role-mappings/shadow"

    struct Show: ShowCall {
        static let verb = Verb(
            "show", "The version that is tried, and how often it agreed with the one in force.", .get, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }
    }

    struct Set: SendCall {
        static let verb = Verb("set", "Try a version from now on.", .put, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @Argument(help: "Number of the version.") var version: Int64
        var place: [String: String] { pool.place }

        func sent() -> [UInt8] {
            var body = BodyDocument()
            body.set("version", json: "\(version)")
            return body.bytes
        }
    }

    struct End: ShowCall {
        static let verb = Verb("end", "End the trial; the version stays.", .delete, path)
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }
    }
}

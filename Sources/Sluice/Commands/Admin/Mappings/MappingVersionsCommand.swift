import AdminClient
import ArgumentParser

struct MappingVersionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "Drafts, the version in force, and those that were.",
        subcommands: [List.self, Show.self, Delete.self], defaultSubcommand: List.self)

    private static let path = "/pools/{poolId}/role-mappings/versions"

    struct List: ListCall {
        static let verb = Verb(
            "list", "The versions of a pool's roles, the newest first.", .get, path,
            columns: ["version", "state", "isShadow", "createdAt", "activatedAt", "author", "comment"])
        @OptionGroup var options: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }
    }

    struct Show: ShowCall {
        static let verb = Verb("show", "One version.", .get, path + "/{version}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @Argument(help: "Number of the version.") var version: Int64
        var place: [String: String] { pool.place.merging(["version": "\(version)"]) { _, new in new } }
    }

    struct Delete: ShowCall {
        static let verb = Verb("delete", "Delete a draft.", .delete, path + "/{version}")
        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @Argument(help: "Number of the draft.") var version: Int64
        var place: [String: String] { pool.place.merging(["version": "\(version)"]) { _, new in new } }
    }
}

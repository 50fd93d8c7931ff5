import ArgumentParser

/// Where the broker is, as whom it is asked, and how its answers are shown. Credentials are never flags: those can be seen
/// by everybody on the machine.
struct AdminOptions: ParsableArguments {
    @Option(help: "Where the broker listens [SLUICE_ENDPOINT; http://localhost:PORT of the settings].")
    var endpoint: String?

    @Option(help: "A profile of the AWS credentials file, before everything in the environment [AWS_PROFILE].")
    var profile: String?

    @Option(help: "A PEM file with the authorities that the broker's certificate is signed by [SLUICE_CA_FILE].")
    var certificateAuthority: String?

    @Flag(
        name: .customLong("allow-http"),
        help: "Admit plain HTTP to another machine. Whoever is on the way reads tokens and answers.")
    var allowsHTTP = false

    @Option(help: "A YAML file with settings, of which the port counts [SLUICE_CONFIG].")
    var config: String?

    @Option(help: "table for people; json or jsonl (a line for each row) for scripts.")
    var output = OutputFormat.table
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, jsonl
}

struct ListOptions: ParsableArguments {
    @Option(help: "Rows at most.")
    var limit = 100

    @Flag(help: "All rows, however many.")
    var all = false

    @Option(help: "Where to go on: what the list before told.")
    var cursor: String?

    @Flag(help: "Do not cut long texts in tables.")
    var wide = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be 1 or more.") }
    }
}

/// On which state a change is made.
struct StateOptions: ParsableArguments {
    @Option(help: "The ETag that was seen; without it, the state is read just before it is changed.")
    var ifMatch: String?

    @Flag(help: "Whatever the state is.")
    var force = false

    func validate() throws {
        guard ifMatch == nil || !force else { throw ValidationError("--if-match and --force exclude each other.") }
    }

    /// Nil when it has to be read.
    var state: String? {
        if force { return "*" }
        // Shells eat quotes, and people forget them.
        return ifMatch.map { $0 == "*" || $0.hasPrefix("\"") || $0.hasPrefix("W/") ? $0 : "\"\($0)\"" }
    }
}

/// What is sent.
struct BodyOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "A JSON or YAML file; - reads standard input.")
    var file: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "One member, before the file's. JSON, or else a text: --set name=mine --set allowsGuests=true.",
            valueName: "member=value"))
    var members: [String] = []

    func validate() throws {
        for member in members where !member.dropFirst().contains("=") {
            throw ValidationError("--set \(member): must be member=value.")
        }
    }
}

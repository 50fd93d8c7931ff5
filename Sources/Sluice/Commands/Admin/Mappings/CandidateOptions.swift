import ArgumentParser
import StrictJSON

/// Which roles are tried: those in force, a version that is kept, or a file.
struct CandidateOptions: ParsableArguments {
    @Option(help: "Number of a version; the one in force when neither this nor --draft is given.")
    var version: Int64?

    @Option(help: "A JSON or YAML file with a configuration that is not kept yet; - reads standard input.")
    var draft: String?

    func validate() throws {
        guard version == nil || draft == nil else {
            throw ValidationError("--version and --draft exclude each other.")
        }
    }

    func add(to body: inout BodyDocument) throws {
        if let version { body.set("version", json: "\(version)") }
        if let draft { body.set("configuration", json: try BodyDocument.json(ofFile: draft).text) }
    }
}

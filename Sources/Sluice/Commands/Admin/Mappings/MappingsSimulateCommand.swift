import AdminClient
import AdminDisplay
import ArgumentParser
import StrictJSON

struct MappingsSimulateCommand: SendCall {
    static let verb = Verb(
        "simulate", "Tell which role somebody would get, and why. Issues nothing.", .post,
        "/pools/{poolId}/role-mappings:simulate",
        discussion: """
            Whom it is about: nobody for a guest, --decision for somebody of the past, or a file with logins (as in a test \
            case), requestedRole, sourceAddress, time. Real tokens come from the file, too, as the member tokens.

            sluice mappings simulate us-east-1:… --decision 0f4c… --version 12
            sluice mappings simulate us-east-1:… --file ada.yaml --draft roles.yaml
            """)
    static let asksOnly = true

    @OptionGroup var options: AdminOptions
    @OptionGroup var pool: PoolArgument
    @OptionGroup var candidate: CandidateOptions
    @Option(name: .shortAndLong, help: "A JSON or YAML file that says whom it is about; - reads standard input.")
    var file: String?
    @Option(help: "The request id of a decision that is kept.") var decision: String?
    var place: [String: String] { pool.place }

    func sent() throws -> [UInt8] {
        var body = BodyDocument()
        if let file {
            let document = try BodyDocument.json(ofFile: file)
            guard document.root.kind == .object else { throw Failure("\(file) must hold members, such as logins.") }
            body = BodyDocument(document.root)
        }
        if let decision { body.set("decision", text: decision) }
        try candidate.add(to: &body)
        return body.bytes
    }

    func show(_ answer: AdminResponse, in conversation: AdminConversation) throws {
        guard conversation.output == .table, let root = try conversation.document(answer)?.root else {
            return try conversation.show(answer)
        }
        for line in Explanation.ofSimulation(root) { print(line) }
    }
}

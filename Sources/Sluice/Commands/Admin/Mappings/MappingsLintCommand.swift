import AdminClient
import AdminDisplay
import ArgumentParser
import StrictJSON

struct MappingsLintCommand: SendCall {
    static let verb = Verb(
        "lint", "Tell what opens doors, shuts out whom it was meant for, or does nothing.", .post,
        "/pools/{poolId}/role-mappings:lint",
        discussion: "Ends with 1 when an error is found, so that a pipeline stops there.")
    static let asksOnly = true

    @OptionGroup var options: AdminOptions
    @OptionGroup var pool: PoolArgument
    @OptionGroup var candidate: CandidateOptions
    var place: [String: String] { pool.place }

    func sent() throws -> [UInt8] {
        var body = BodyDocument()
        try candidate.add(to: &body)
        return body.bytes
    }

    func show(_ answer: AdminResponse, in conversation: AdminConversation) throws {
        let findings = (try conversation.document(answer)?.root["findings"]).map { Array($0.elements) } ?? []
        if conversation.output != .table {
            try conversation.show(answer)
        } else if findings.isEmpty {
            print("Nothing was found.")
        }
        if conversation.output == .table {
            for finding in findings {
                let text = { (name: String) in finding[name]?.string?.shown ?? "" }
                print("\(text("severity"))  \(text("code"))  \(text("place"))")
                print("    \(text("text"))")
            }
        }
        if findings.contains(where: { $0["severity"]?.string == "error" }) { throw AdminExit.refused }
    }
}

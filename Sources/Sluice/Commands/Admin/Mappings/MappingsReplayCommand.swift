import AdminClient
import AdminDisplay
import ArgumentParser
import StrictJSON

struct MappingsReplayCommand: SendCall {
    static let verb = Verb(
        "replay", "Make the last decisions again, and list those that would come out otherwise.", .post,
        "/pools/{poolId}/role-mappings:replay",
        discussion: "sluice mappings replay us-east-1:… --draft roles.yaml --last 1000")
    static let asksOnly = true

    @OptionGroup var options: AdminOptions
    @OptionGroup var pool: PoolArgument
    @OptionGroup var candidate: CandidateOptions
    @Option(help: "How many decisions.") var last: Int64 = 1_000
    @Flag(help: "Do not cut long texts in tables.") var wide = false
    var place: [String: String] { pool.place }

    func sent() throws -> [UInt8] {
        var body = BodyDocument()
        body.set("last", json: "\(last)")
        try candidate.add(to: &body)
        return body.bytes
    }

    func show(_ answer: AdminResponse, in conversation: AdminConversation) throws {
        guard conversation.output == .table, let root = try conversation.document(answer)?.root else {
            return try conversation.show(answer)
        }
        let replayed = root["replayed"]?.number?.text ?? "?"
        let changed = root["changed"]?.number?.text ?? "?"
        print("\(replayed) decisions were made again; \(changed) would come out otherwise.")
        let rows = root["differences"].map { Array($0.elements) } ?? []
        guard !rows.isEmpty else { return }
        let columns = [
            Column("requestId"), Column("time"), Column("before"), Column("after"),
        ]
        for line in Table(columns, rows).lines(isWide: wide) { print(line) }
    }
}

import AdminClient
import ArgumentParser

/// Beside `audit verify`, which goes along the chains on the machine itself.
struct AuditListCommand: ListCall {
    static let verb = Verb(
        "list", "Audit records, the latest first, over the admin API.", .get, "/audit",
        columns: ["time", "event", "actor", "reason", "accessKeyId", "requestId"],
        discussion: """
            sluice audit list --event change-made --actor arn:aws:iam::000000000000:user/admin
            sluice audit list --access-key ASIA…
            """)
    @OptionGroup var options: AdminOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var choice: RecordOptions
    @Option(help: "Only these, like credentials-issued, denied or change-made.") var event: String?
    @Option(help: "Only in this request.") var request: String?
    @Option(help: "Only by this ARN.") var actor: String?
    var query: [(String, String?)] {
        choice.query + [("event", event), ("requestId", request), ("actor", actor)]
    }
}

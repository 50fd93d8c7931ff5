import AdminClient
import ArgumentParser
import Foundation
import StrictJSON

extension IdentitiesCommand {
    struct ImportCommand: AdminCall {
        static let verb = Verb(
            "import", "Bring identities in with their ids, from JSON Lines.", .post,
            "/pools/{poolId}/identities:import",
            discussion: """
                The file goes over in parts, each of whole lines. It ends at the first line that is wrong; what came \
                before stays, and the same file can be sent again.

                sluice identities import us-east-1:… --file people.jsonl --dry-run
                """)

        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        @Option(name: .shortAndLong, help: "The archive; - reads standard input.") var file: String
        @Option(help: "With a line that meets somebody who is there: refuse it and end, or skip it.")
        var conflicts: String?
        @Flag(help: "Judge every line and write nothing.") var dryRun = false
        @Option(help: "The region of the ids, when it is not the pool's.") var fromRegion: String?
        @Option(help: "Bytes of a part at most; no more than the broker's body.limit.") var partSize = 524_288
        var place: [String: String] { pool.place }
        var query: [(String, String?)] {
            [("conflicts", conflicts), ("dryRun", dryRun ? "true" : nil), ("fromRegion", fromRegion)]
        }

        func validate() throws {
            guard (4_096...1_048_576).contains(partSize) else {
                throw ValidationError("--part-size must be 4096 to 1048576.")
            }
        }

        func run() async throws {
            try await AdminConversation.use(options) { conversation in
                var archive = try ArchiveParts(file: file, size: partSize)
                var total = ImportTotal()
                while let part = try archive.next() {
                    var request = request
                    request.body = part.bytes
                    request.contentType = "application/jsonl"
                    request.timeout = .seconds(300)
                    do {
                        let answer = try await conversation.client.ask(request)
                        total.add(try conversation.document(answer)?.root, linesBefore: part.linesBefore)
                    } catch {
                        AdminExit.say([
                            "This was in the part that begins with line \(part.linesBefore + 1).",
                            "Before it: \(total.identities.made) identities and \(total.merges.made) merges "
                                + "\(dryRun ? "would be made" : "were made").",
                        ])
                        throw error
                    }
                }
                let document = try JSONDocument(total.json(archive.end, dryRun: dryRun), limits: AdminClient.limits)
                conversation.show(document.root)
                if total.isWhole(archive.end) == false {
                    AdminExit.say(["The archive is not whole: its end line tells of more than there was."])
                    throw AdminExit.refused
                }
            }
        }
    }
}

import AdminClient
import ArgumentParser
import Foundation
import StrictJSON
import Synchronization

extension IdentitiesCommand {
    struct ExportCommand: AdminCall {
        static let verb = Verb(
            "export", "Write all identities of a pool as JSON Lines, as they are at one moment.", .get,
            "/pools/{poolId}/identities:export",
            discussion: "sluice identities export us-east-1:… > people.jsonl")

        @OptionGroup var options: AdminOptions
        @OptionGroup var pool: PoolArgument
        var place: [String: String] { pool.place }

        func run() async throws {
            try await AdminConversation.use(options) { conversation in
                var request = request
                request.timeout = .seconds(1_200)
                let end = LastLine()
                _ = try await conversation.client.ask(request) { piece in
                    end.take(piece)
                    try FileHandle.standardOutput.write(contentsOf: Data(piece))
                }
                // The broker may break off when the answer has long begun; then this line is missing.
                guard end.isEnd else {
                    AdminExit.say(["The export broke off: there is no end line, so not everybody is in it."])
                    throw AdminExit.unreachable
                }
            }
        }
    }
}

/// What came last of a text that went by.
private final class LastLine: Sendable {
    private static let longest = 4_096
    private let tail = Mutex<[UInt8]>([])

    func take(_ piece: [UInt8]) {
        tail.withLock { $0 = Array(($0 + piece.suffix(Self.longest)).suffix(Self.longest)) }
    }

    var isEnd: Bool {
        let line = tail.withLock { $0.split(separator: UInt8(ascii: "\n")).last }
        guard let line, let document = try? JSONDocument(Array(line), limits: .request) else { return false }
        return document.root["kind"]?.string == "end"
    }
}

import AdminClient
import AdminDisplay
import ArgumentParser
import StrictJSON

/// Why somebody got a role, or got none.
struct ExplainCommand: AdminCall {
    static let verb = Verb(
        "explain", "Tell why a request ended as it did: logins, identity, rules, role, trust, result.", .get,
        "/decisions/{requestId}",
        discussion: """
            Every answer of the broker names its request: x-amzn-RequestId, or what an SDK calls the request id.

            sluice explain 0f4c1f7e-…
            """)

    @OptionGroup var options: AdminOptions
    @Argument(help: "The request id.") var requestID: String
    var place: [String: String] { ["requestId": requestID] }

    func run() async throws {
        try await AdminConversation.use(options) { conversation in
            let answer = try await conversation.client.ask(request)
            guard let decision = try conversation.document(answer)?.root else { return }
            guard conversation.output == .table else { return conversation.show(decision) }
            for line in Explanation(decision).lines { print(line) }
        }
    }
}

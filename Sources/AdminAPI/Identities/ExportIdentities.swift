import Federation
import HTTPAPI
import HTTPTypes

struct ExportIdentities: AdminRoute {
    static let description = RouteDescription(
        "ExportIdentities", .get, "/pools/{poolId}/identities:export",
        "Sends all identities of a pool as JSON Lines, as they are at one moment. An archive without its `end` line is "
            + "not whole.",
        answer: .init(.ok, .anything, contentType: "application/jsonl"))

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let export = try await Problem.telling { () throws(FederationError) in
            try await identities.beginExport(call.parameter("poolId"), by: call.caller)
        }
        var answer = AdminAnswer(status: .ok, body: [], contentType: "application/jsonl")
        answer.stream = BodyStream { send in try await export.write(to: send) }
        return answer
    }
}

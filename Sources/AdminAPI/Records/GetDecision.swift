import Audit
import IdentityModel
import Storage

import struct Foundation.UUID

struct GetDecision: AdminRoute {
    static let description = RouteDescription(
        "GetDecision", .get, "/decisions/{requestId}", "Shows what was decided in a request, and why.",
        answer: .ok(DecisionDocument.output))

    let records: RecordReading

    func resource(of call: AdminCall) -> AdminResource { .own(kind: "decision", name: call.parameter("requestId")) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        guard let id = UUID(text: call.parameter("requestId")),
            let row = try await Problem.storing({ () throws(StorageError) in
                try await records.stores.decisions.find(id)
            })
        else { throw .notFound("No decision is kept under that request id.") }
        return .json { DecisionDocument.write(row, hasTrace: true, to: &$0) }
    }
}

import Audit
import Federation
import IdentityModel
import Storage

import struct Foundation.UUID

struct ListDecisions: AdminRoute {
    static let description = RouteDescription(
        "ListDecisions", .get, "/decisions", "Lists decisions, the latest first.",
        query: [.limit, .cursor, .pool, .identity, .accessKey, .outcome, .reason, .operation, .since, .until],
        answer: .ok(.page(of: DecisionDocument.summary)))

    let records: RecordReading

    func resource(of call: AdminCall) -> AdminResource { .own(kind: "decision", name: "*") }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await records.decisions(for: call, pool: call.text("poolId").flatMap(IdentityPoolID.init)?.uuid)
    }
}

/// For whoever may see one pool and no other.
struct ListPoolDecisions: AdminRoute {
    static let description = RouteDescription(
        "ListPoolDecisions", .get, "/pools/{poolId}/decisions", "Lists the decisions in a pool, the latest first.",
        query: [.limit, .cursor, .identity, .accessKey, .outcome, .reason, .operation, .since, .until],
        answer: .ok(.page(of: DecisionDocument.summary)))

    let records: RecordReading
    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        // By its whole id: permission was asked on the region that the caller wrote.
        let pool = try await Problem.telling { () throws(FederationError) in
            try await pools.snapshot(call.parameter("poolId"), by: call.caller).pool.id
        }
        return try await records.decisions(for: call, pool: pool.uuid)
    }
}

extension RecordReading {
    fileprivate func decisions(for call: AdminCall, pool: UUID?) async throws(Problem) -> AdminAnswer {
        let list = call.listName("decisions")
        var after: DecisionStore.Place?
        if let place = try place(of: call, in: list, parts: 2), let time = Int64(place[0]),
            let id = UUID(text: place[1])
        {
            after = DecisionStore.Place(decidedAt: time, requestID: id)
        }
        let filter = DecisionFilter(
            pool: pool, identity: call.text("identityId").flatMap(IdentityID.init)?.uuid,
            accessKeyID: call.text("accessKeyId"),
            outcome: call.text("outcome").flatMap(DecisionRow.Outcome.init(rawValue:)), reason: call.text("reason"),
            operation: call.text("operation"),
            from: call.beginning(isIndexed: call.text("identityId") != nil || call.text("accessKeyId") != nil),
            until: call.microseconds("until"))
        let start = after
        let rows = try await Problem.storing { () throws(StorageError) in
            try await stores.decisions.list(filter, after: start, limit: call.limit + 1)
        }
        return try page(rows, of: call, in: list, { "\($0.decidedAt)/\($0.requestID.capitals)" }) { row, json in
            DecisionDocument.write(row, hasTrace: false, to: &json)
        }
    }
}

extension QueryParameter {
    fileprivate static let outcome = QueryParameter(
        "outcome", .text(TextRule(oneOf: DecisionRow.Outcome.allCases.map(\.rawValue))), "How it ended.")
    fileprivate static let operation = QueryParameter(
        "operation", .text(TextRule(length: 1...64)), "As the wire names it: GetCredentialsForIdentity.")
}

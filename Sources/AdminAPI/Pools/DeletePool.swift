import Federation

struct DeletePool: AdminRoute {
    static let description = RouteDescription(
        "DeletePool", .delete, "/pools/{poolId}",
        "Deletes a pool with all that is in it. It is gone at once; its identities are swept up afterwards.",
        answer: .none, needsPrecondition: true)

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let isExpected: ((Int64) -> Bool)? =
            call.precondition == .any ? nil : { call.precondition?.admits(version: $0) ?? true }
        try await Problem.telling { () throws(FederationError) in
            try await pools.delete(call.parameter("poolId"), by: call.caller, onlyOn: isExpected)
        }
        return .noContent
    }
}

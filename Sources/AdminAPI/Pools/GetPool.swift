import Federation

struct GetPool: AdminRoute {
    static let description = RouteDescription(
        "GetPool", .get, "/pools/{poolId}", "Shows a pool.", answer: .ok(PoolDocument.output))

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        .pool(
            try await Problem.telling { () throws(FederationError) in
                try await pools.snapshot(call.parameter("poolId"), by: call.caller)
            })
    }
}

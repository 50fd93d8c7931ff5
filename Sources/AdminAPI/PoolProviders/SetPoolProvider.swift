import Federation

struct SetPoolProvider: AdminRoute {
    static let description = RouteDescription(
        "SetPoolProvider", .put, "/pools/{poolId}/providers/{provider}",
        "Lets a pool admit a provider, or changes its registration there. The ETag is that of the pool.",
        body: .json(PoolProviderDocument.input), answer: .ok(PoolProviderDocument.output), needsPrecondition: true)

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let key = call.parameter("provider")
        let change = try PoolProviderDocument.read(try call.json(), for: key)
        try await Problem.telling { () throws(FederationError) in
            try await pools.setProvider(
                key, of: call.parameter("poolId"), to: change, by: call.caller, onlyOn: call.admits(version:))
        }
        return try await .poolProvider(pools, call)
    }
}

import Federation

struct SetPrincipalTags: AdminRoute {
    static let description = RouteDescription(
        "SetPrincipalTags", .put, "/pools/{poolId}/principal-tags/{provider}",
        "Says which claims of a provider's logins become tags of the session. The ETag is that of the pool.",
        body: .json(PrincipalTagDocument.input), answer: .ok(PrincipalTagDocument.output), needsPrecondition: true)

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let map = PrincipalTagDocument.read(try call.json())
        let (pool, provider) = (call.parameter("poolId"), call.parameter("provider"))
        let snapshot = try await Problem.telling { () throws(FederationError) in
            try await pools.setPrincipalTags(
                of: pool, provider: provider, to: map, by: call.caller, onlyOn: call.admits(version:))
            return try await pools.snapshot(pool, by: call.caller)
        }
        return try .principalTags(snapshot, provider)
    }
}

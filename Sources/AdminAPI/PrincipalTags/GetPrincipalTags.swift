import Federation

struct GetPrincipalTags: AdminRoute {
    static let description = RouteDescription(
        "GetPrincipalTags", .get, "/pools/{poolId}/principal-tags/{provider}",
        "Shows which claims of a provider's logins become tags of the session. The ETag is that of the pool.",
        answer: .ok(PrincipalTagDocument.output))

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let snapshot = try await Problem.telling { () throws(FederationError) in
            try await pools.snapshot(call.parameter("poolId"), by: call.caller)
        }
        return try .principalTags(snapshot, call.parameter("provider"))
    }
}

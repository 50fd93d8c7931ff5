import Federation

struct GetGuestSessionPolicy: AdminRoute {
    static let description = RouteDescription(
        "GetGuestSessionPolicy", .get, "/pools/{poolId}/guest-session-policy",
        "Shows what guests of a pool may do at most in the enhanced flow. The ETag is that of the pool.",
        answer: .ok(GuestSessionPolicyDocument.output))

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        .guestSessionPolicy(
            try await Problem.telling { () throws(FederationError) in
                try await pools.snapshot(call.parameter("poolId"), by: call.caller)
            })
    }
}

import Federation
import StrictJSON

struct SetGuestSessionPolicy: AdminRoute {
    static let description = RouteDescription(
        "SetGuestSessionPolicy", .put, "/pools/{poolId}/guest-session-policy",
        "Says what guests of a pool may do at most in the enhanced flow. The ETag is that of the pool.",
        body: .json(GuestSessionPolicyDocument.input), answer: .ok(GuestSessionPolicyDocument.output),
        needsPrecondition: true)

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let body = try call.json()
        var document: String?
        if let node = body["policy"], !node.isNull {
            var reading = PolicyReading()
            document = reading.sessionPolicy(node, at: "/policy")
            try reading.refuse()
        }
        let id = call.parameter("poolId")
        return .guestSessionPolicy(
            try await Problem.telling { () throws(FederationError) in
                try await pools.setGuestSessionPolicy(
                    of: id, to: document, by: call.caller, onlyOn: call.admits(version:))
                return try await pools.snapshot(id, by: call.caller)
            })
    }
}

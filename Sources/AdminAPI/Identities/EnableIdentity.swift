import Federation

struct EnableIdentity: AdminRoute {
    static let description = RouteDescription(
        "EnableIdentity", .post, "/pools/{poolId}/identities/{identityId}:enable",
        "Takes back that an administrator disabled an identity. It is then what it was.",
        answer: .ok(IdentityDocument.output), needsPrecondition: true)

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let enabled = try await Problem.telling { () throws(FederationError) in
            try await identities.enable(
                call.parameter("identityId"), in: call.parameter("poolId"), expecting: call.expectation,
                by: call.caller)
        }
        return try .identity(enabled, in: call)
    }
}

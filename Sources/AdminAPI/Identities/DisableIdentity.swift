import Federation

struct DisableIdentity: AdminRoute {
    static let description = RouteDescription(
        "DisableIdentity", .post, "/pools/{poolId}/identities/{identityId}:disable",
        "Refuses an identity to everybody until it is enabled again. Its logins stay linked.",
        answer: .ok(IdentityDocument.output), needsPrecondition: true)

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let disabled = try await Problem.telling { () throws(FederationError) in
            try await identities.disable(
                call.parameter("identityId"), in: call.parameter("poolId"), expecting: call.expectation,
                by: call.caller)
        }
        return try .identity(disabled, in: call)
    }
}

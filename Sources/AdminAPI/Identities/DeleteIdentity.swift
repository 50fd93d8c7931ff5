import Federation

struct DeleteIdentity: AdminRoute {
    static let description = RouteDescription(
        "DeleteIdentity", .delete, "/pools/{poolId}/identities/{identityId}",
        "Forgets an identity, its logins and the merges that it was part of. Its logins are free.", answer: .none,
        needsPrecondition: true)

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.telling { () throws(FederationError) in
            try await identities.delete(
                call.parameter("identityId"), in: call.parameter("poolId"), expecting: call.expectation,
                by: call.caller)
        }
        return .noContent
    }
}

import Federation

struct GetIdentity: AdminRoute {
    static let description = RouteDescription(
        "GetIdentity", .get, "/pools/{poolId}/identities/{identityId}", "Shows an identity with its logins.",
        answer: .ok(IdentityDocument.output))

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let found = try await Problem.telling { () throws(FederationError) in
            try await identities.details(
                of: call.parameter("identityId"), in: call.parameter("poolId"), by: call.caller)
        }
        return try .identity(found, in: call)
    }
}

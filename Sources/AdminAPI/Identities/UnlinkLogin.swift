import Federation
import IdentityModel

struct UnlinkLogin: AdminRoute {
    static let description = RouteDescription(
        "UnlinkLogin", .post, "/pools/{poolId}/identities/{identityId}:unlink",
        "Takes one login from an identity. Whoever signs in with it next is somebody new; without its last login an "
            + "identity is disabled for good.",
        body: .json(
            .named(
                "LoginName",
                .object([.init("provider", .text(1...2_048)), .init("subject", .text(1...2_048))]))),
        answer: .ok(IdentityDocument.output), needsPrecondition: true)

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let left = try await Problem.telling { () throws(FederationError) in
            try await identities.unlink(
                call.body?.text("subject") ?? "", at: ProviderName(call.body?.text("provider") ?? ""),
                from: call.parameter("identityId"), in: call.parameter("poolId"), expecting: call.expectation,
                by: call.caller)
        }
        return try .identity(left, in: call)
    }
}

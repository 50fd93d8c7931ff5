import Federation

struct DeletePrincipalTags: AdminRoute {
    static let description = RouteDescription(
        "DeletePrincipalTags", .delete, "/pools/{poolId}/principal-tags/{provider}",
        "Lets no claim of a provider's logins become a tag. The ETag is that of the pool.", answer: .none,
        needsPrecondition: true)

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.telling { () throws(FederationError) in
            try await pools.removePrincipalTags(
                of: call.parameter("poolId"), provider: call.parameter("provider"), by: call.caller,
                onlyOn: call.admits(version:))
        }
        return .noContent
    }
}

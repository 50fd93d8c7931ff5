import Federation

struct RemovePoolProvider: AdminRoute {
    static let description = RouteDescription(
        "RemovePoolProvider", .delete, "/pools/{poolId}/providers/{provider}",
        "Takes a provider from a pool, secret and all: its logins prove nothing there any more. Linked logins stay.",
        answer: .none, needsPrecondition: true)

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.telling { () throws(FederationError) in
            try await pools.removeProvider(
                call.parameter("provider"), of: call.parameter("poolId"), by: call.caller,
                onlyOn: call.admits(version:))
        }
        return .noContent
    }
}

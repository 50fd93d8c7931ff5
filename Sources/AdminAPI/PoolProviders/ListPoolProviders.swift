import Federation
import StrictJSON

struct ListPoolProviders: AdminRoute {
    static let description = RouteDescription(
        "ListPoolProviders", .get, "/pools/{poolId}/providers",
        "Lists what a pool has registered at its providers. The ETag is that of the pool.",
        answer: .ok(.page(of: PoolProviderDocument.output)))

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let providers = try await Problem.telling { () throws(FederationError) in
            try await pools.providers(of: call.parameter("poolId"), by: call.caller)
        }
        var answer = AdminAnswer.page(providers.list, next: nil) {
            PoolProviderDocument.write($0.key, $0.registration, to: &$1)
        }
        answer.entityTag = EntityTag(version: providers.version)
        return answer
    }
}

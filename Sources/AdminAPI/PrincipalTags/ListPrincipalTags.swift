import Federation
import IdentityModel
import Storage
import StrictJSON

struct ListPrincipalTags: AdminRoute {
    static let description = RouteDescription(
        "ListPrincipalTags", .get, "/pools/{poolId}/principal-tags",
        "Lists which claims become tags of the session, by provider. The ETag is that of the pool.",
        answer: .ok(.page(of: PrincipalTagDocument.output)))

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let snapshot = try await Problem.telling { () throws(FederationError) in
            try await pools.snapshot(call.parameter("poolId"), by: call.caller)
        }
        let maps = snapshot.pool.principalTagMaps.sorted { $0.key < $1.key }
        var answer = AdminAnswer.page(maps, next: nil) { PrincipalTagDocument.write($0.key, $0.value, to: &$1) }
        answer.entityTag = EntityTag(version: snapshot.version)
        return answer
    }
}

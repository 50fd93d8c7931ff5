import Federation
import STS
import StrictJSON

struct ListPools: AdminRoute {
    static let description = {
        var description = RouteDescription(
            "ListPools", .get, "/pools", "Lists the pools of the account in one region, by id.",
            query: [
                .limit, .cursor,
                QueryParameter(
                    "region", .text(TextRule(length: 1...55, form: .region)), "That of the caller when not given."),
            ], answer: .ok(.page(of: PoolDocument.summary)))
        description.isReadFirst = true
        return description
    }()

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let caller = call.caller
        let page = try await Problem.telling { () throws(FederationError) in
            try await pools.list(limit: call.limit, from: call.cursor, by: caller)
        }
        return .page(page.rows, next: page.next) { pool, json in json.map(["id": "\(pool.id)", "name": pool.name]) }
    }
}

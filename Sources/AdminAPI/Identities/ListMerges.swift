import Federation
import Storage

struct ListMerges: AdminRoute {
    static let description = RouteDescription(
        "ListMerges", .get, "/pools/{poolId}/merges", "Lists merges of identities, the latest first.",
        query: [
            .limit, .cursor,
            QueryParameter("identity", .text(TextRule(form: .identityID)), "Only those that it was part of."),
        ], answer: .ok(.page(of: MergeDocument.record)))

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let page = try await Problem.telling { () throws(FederationError) in
            try await identities.merges(
                in: call.parameter("poolId"), of: call.text("identity"), limit: call.limit, from: call.cursor,
                by: call.caller)
        }
        guard let pool = call.poolID else { throw .notFound("There is no such pool.") }
        return .page(page.rows, next: page.next) { MergeDocument.write($0, in: pool, to: &$1) }
    }
}

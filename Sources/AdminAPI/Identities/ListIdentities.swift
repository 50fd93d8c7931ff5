import Federation
import IdentityModel
import Storage
import StrictJSON

/// Search by time and state, or by a login.
struct ListIdentities: AdminRoute {
    static let description = RouteDescription(
        "ListIdentities", .get, "/pools/{poolId}/identities",
        "Lists identities of a pool by the time of their creation, or finds the one that owns a login.",
        query: [
            .limit, .cursor,
            QueryParameter(
                "state", .text(TextRule(oneOf: ["guest", "authenticated", "disabled"])),
                "Only those; disabled are all that clients are refused, for whatever reason."),
            QueryParameter("createdFrom", .text(TextRule(form: .time)), "Created then or later."),
            QueryParameter("createdBefore", .text(TextRule(form: .time)), "Created earlier."),
            QueryParameter("order", .text(TextRule(oneOf: ["oldest", "newest"])), "Which come first; the oldest."),
            QueryParameter(
                "provider", .text(TextRule(length: 1...2_048)), "With `subject`: the one that owns this login."),
            QueryParameter("subject", .text(TextRule(length: 1...2_048)), "The provider's id of the person."),
        ], answer: .ok(.page(of: IdentityDocument.summary)))

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let pool = call.parameter("poolId")
        let page: Page<IdentitySummary>
        switch (call.text("provider"), call.text("subject")) {
        case (nil, nil):
            let query = IdentityQuery(
                state: call.text("state").flatMap(IdentityState.init),
                createdFrom: call.text("createdFrom").flatMap(RFC3339.date),
                createdBefore: call.text("createdBefore").flatMap(RFC3339.date),
                newestFirst: call.text("order") == "newest")
            page = try await Problem.telling { () throws(FederationError) in
                try await identities.search(
                    query, in: pool, limit: call.limit, from: call.cursor, by: call.caller)
            }
        case (let provider?, let subject?):
            for name in ["state", "createdFrom", "createdBefore", "order", "cursor"] where call.text(name) != nil {
                throw .invalid(.parameter(name), "does not go together with provider and subject")
            }
            page = try await owner(of: subject, at: provider, call)
        case (nil, _): throw .invalid(.parameter("provider"), "is missing beside subject")
        case (_, nil): throw .invalid(.parameter("subject"), "is missing beside provider")
        }
        guard let pool = call.poolID else { throw .notFound("There is no such pool.") }
        return .page(page.rows, next: page.next) { IdentityDocument.write($0, in: pool, to: &$1) }
    }

    private func owner(
        of subject: String, at provider: String, _ call: AdminCall
    ) async throws(Problem) -> Page<IdentitySummary> {
        do throws(FederationError) {
            let found = try await identities.owner(
                of: subject, at: ProviderName(provider), in: call.parameter("poolId"), by: call.caller)
            return Page(rows: [IdentitySummary(found)], next: nil)
        } catch {
            if case .identity(.loginNotFound) = error { return Page(rows: [], next: nil) }
            throw Problem(error)
        }
    }
}

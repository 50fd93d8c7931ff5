import AccessManagement
import StrictJSON

struct ListPolicies: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "ListPolicies", .get, "/policies",
            "Lists managed policies: the account's own by name, then the built-in ones.",
            query: [
                .limit, .cursor, .pathPrefix,
                QueryParameter("scope", .text(TextRule(oneOf: ["all", "own", "builtIn"])), "all when not given."),
                QueryParameter("onlyAttached", .boolean, "Only those that a user or role has."),
            ], answer: .ok(.page(of: ManagedPolicyDocument.summary))))

    let policies: ManagedPolicies

    func resource(of call: AdminCall) -> AdminResource { .managed(.relative("policy\(call.pathPrefix)")) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let scope: ManagedPolicies.Scope =
            switch call.text("scope") {
            case "own": .local
            case "builtIn": .builtIn
            default: .all
            }
        let page = try await Problem.managing { () throws(AccessManagementError) in
            try await policies.list(
                scope, onlyAttached: call.flag("onlyAttached") ?? false, pathPrefix: call.pathPrefix, call.page)
        }
        return .page(page.items, next: page.next) { ManagedPolicyDocument.writeSummary($0, to: &$1) }
    }
}

import AccessManagement
import IdentityModel

/// Lists managed policies: the account's own by name, and then the built-in ones.
///
/// - Source: IAM API Reference, `ListPolicies`. Descriptions and tags are left out.
struct ListPolicies: IAMAction {
    static let action = "ListPolicies"
    let policies: ManagedPolicies

    struct Request {
        let scope: ManagedPolicies.Scope
        let onlyAttached: Bool
        let usage: PolicyUsage?
        let pathPrefix: String
        let page: PageRequest
    }

    func resource(_ members: IAMMembers) -> ManagedResource {
        .relative("policy\(members.text("PathPrefix") ?? "/")")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            scope: members.choice("Scope", of: ManagedPolicies.Scope.self) ?? .all,
            onlyAttached: try members.flag("OnlyAttached"),
            usage: members.choice("PolicyUsageFilter", of: PolicyUsage.self),
            pathPrefix: members.optional("PathPrefix", .policyPath) ?? "/", page: try members.page())
    }

    func run(_ request: Request) async throws(AccessManagementError) -> Page<ManagedPolicy> {
        try await policies.list(
            request.scope, onlyAttached: request.onlyAttached, usage: request.usage, pathPrefix: request.pathPrefix,
            request.page)
    }

    func write(_ answer: Page<ManagedPolicy>, to result: inout XMLWriter) {
        result.list("Policies", answer.items) { $0.members(of: $1) }
        result.end(of: answer)
    }
}

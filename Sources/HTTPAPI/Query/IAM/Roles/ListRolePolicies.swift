import AccessManagement
import IdentityModel

/// Lists the names of a role's inline policies, as they were first written.
///
/// - Source: IAM API Reference, `ListRolePolicies`.
struct ListRolePolicies: IAMAction {
    static let action = "ListRolePolicies"
    let policies: InlinePolicies
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (holder: PolicyHolder, page: PageRequest) {
        (PolicyHolder(.role, members.required("RoleName", .roleName), account: account), try members.page())
    }

    func run(_ request: (holder: PolicyHolder, page: PageRequest)) async throws(AccessManagementError) -> Page<String> {
        try await policies.names(of: request.holder, request.page)
    }

    func write(_ answer: Page<String>, to result: inout XMLWriter) {
        result.texts("PolicyNames", answer.items)
        result.end(of: answer)
    }
}

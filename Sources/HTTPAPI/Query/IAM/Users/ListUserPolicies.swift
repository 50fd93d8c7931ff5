import AccessManagement
import IdentityModel

/// Lists the names of a user's inline policies, as they were first written.
///
/// - Source: IAM API Reference, `ListUserPolicies`.
struct ListUserPolicies: IAMAction {
    static let action = "ListUserPolicies"
    let policies: InlinePolicies
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (holder: PolicyHolder, page: PageRequest) {
        (PolicyHolder(.user, members.required("UserName", .existingUserName), account: account), try members.page())
    }

    func run(_ request: (holder: PolicyHolder, page: PageRequest)) async throws(AccessManagementError) -> Page<String> {
        try await policies.names(of: request.holder, request.page)
    }

    func write(_ answer: Page<String>, to result: inout XMLWriter) {
        result.texts("PolicyNames", answer.items)
        result.end(of: answer)
    }
}

import AccessManagement
import IdentityModel

/// Lists the managed policies that are attached to a user.
///
/// - Source: IAM API Reference, `ListAttachedUserPolicies`.
struct ListAttachedUserPolicies: IAMAction {
    static let action = "ListAttachedUserPolicies"
    let attachments: Attachments
    let account: AccountID

    struct Request {
        let holder: PolicyHolder
        let pathPrefix: String
        let page: PageRequest
    }

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            holder: PolicyHolder(.user, members.required("UserName", .userName), account: account),
            pathPrefix: members.optional("PathPrefix", .policyPath) ?? "/", page: try members.page())
    }

    func run(_ request: Request) async throws(AccessManagementError) -> Page<PolicyARN> {
        try await attachments.policies(of: request.holder, pathPrefix: request.pathPrefix, request.page)
    }

    func write(_ answer: Page<PolicyARN>, to result: inout XMLWriter) {
        result.list("AttachedPolicies", answer.items) { result, policy in
            result.element("PolicyName", policy.name)
            result.element("PolicyArn", policy.description)
        }
        result.end(of: answer)
    }
}

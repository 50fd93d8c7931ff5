import AccessManagement
import IdentityModel

/// Deletes an inline policy of a user.
///
/// - Source: IAM API Reference, `DeleteUserPolicy`.
struct DeleteUserPolicy: IAMAction {
    static let action = "DeleteUserPolicy"
    static let conditional: ConditionalMembers = .boundary
    let policies: InlinePolicies
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (holder: PolicyHolder, name: String) {
        (
            PolicyHolder(.user, members.required("UserName", .existingUserName), account: account),
            members.required("PolicyName", .policyName)
        )
    }

    func run(_ request: (holder: PolicyHolder, name: String)) async throws(AccessManagementError) {
        try await policies.delete(request.name, of: request.holder)
    }
}

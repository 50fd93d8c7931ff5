import AccessManagement
import IdentityModel

/// Deletes an inline policy of a role.
///
/// - Source: IAM API Reference, `DeleteRolePolicy`.
struct DeleteRolePolicy: IAMAction {
    static let action = "DeleteRolePolicy"
    static let conditional: ConditionalMembers = .boundary
    let policies: InlinePolicies
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (holder: PolicyHolder, name: String) {
        (
            PolicyHolder(.role, members.required("RoleName", .roleName), account: account),
            members.required("PolicyName", .policyName)
        )
    }

    func run(_ request: (holder: PolicyHolder, name: String)) async throws(AccessManagementError) {
        try await policies.delete(request.name, of: request.holder)
    }
}

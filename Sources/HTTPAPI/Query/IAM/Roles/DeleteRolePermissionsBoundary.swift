import AccessManagement
import IdentityModel

/// Takes the boundary of a role away, so that its policies alone say what it may do.
///
/// - Source: IAM API Reference, `DeleteRolePermissionsBoundary`.
struct DeleteRolePermissionsBoundary: IAMAction {
    static let action = "DeleteRolePermissionsBoundary"
    static let conditional: ConditionalMembers = .boundary
    let boundaries: Boundaries
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> PolicyHolder {
        PolicyHolder(.role, members.required("RoleName", .roleName), account: account)
    }

    func run(_ holder: PolicyHolder) async throws(AccessManagementError) {
        try await boundaries.delete(from: holder)
    }
}

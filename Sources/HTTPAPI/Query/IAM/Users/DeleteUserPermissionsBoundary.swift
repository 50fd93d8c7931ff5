import AccessManagement
import IdentityModel

/// Takes the boundary of a user away, so that its policies alone say what it may do.
///
/// - Source: IAM API Reference, `DeleteUserPermissionsBoundary`.
struct DeleteUserPermissionsBoundary: IAMAction {
    static let action = "DeleteUserPermissionsBoundary"
    static let conditional: ConditionalMembers = .boundary
    let boundaries: Boundaries
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> PolicyHolder {
        PolicyHolder(.user, members.required("UserName", .existingUserName), account: account)
    }

    func run(_ holder: PolicyHolder) async throws(AccessManagementError) {
        try await boundaries.delete(from: holder)
    }
}

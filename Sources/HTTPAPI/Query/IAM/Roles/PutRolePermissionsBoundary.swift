import AccessManagement
import IdentityModel

/// Bounds what a role may do by a managed policy, over the boundary that is there.
///
/// - Source: IAM API Reference, `PutRolePermissionsBoundary`.
struct PutRolePermissionsBoundary: IAMAction {
    static let action = "PutRolePermissionsBoundary"
    static let conditional: ConditionalMembers = .newBoundary
    let boundaries: Boundaries
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (holder: PolicyHolder, policy: String) {
        (
            PolicyHolder(.role, members.required("RoleName", .roleName), account: account),
            members.required("PermissionsBoundary", .arn)
        )
    }

    func run(_ request: (holder: PolicyHolder, policy: String)) async throws(AccessManagementError) {
        try await boundaries.put(request.policy, on: request.holder)
    }
}

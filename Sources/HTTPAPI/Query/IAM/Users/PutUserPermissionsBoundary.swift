import AccessManagement
import IdentityModel

/// Bounds what a user may do by a managed policy, over the boundary that is there.
///
/// - Source: IAM API Reference, `PutUserPermissionsBoundary`.
struct PutUserPermissionsBoundary: IAMAction {
    static let action = "PutUserPermissionsBoundary"
    static let conditional: ConditionalMembers = .newBoundary
    let boundaries: Boundaries
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (holder: PolicyHolder, policy: String) {
        (
            PolicyHolder(.user, members.required("UserName", .existingUserName), account: account),
            members.required("PermissionsBoundary", .arn)
        )
    }

    func run(_ request: (holder: PolicyHolder, policy: String)) async throws(AccessManagementError) {
        try await boundaries.put(request.policy, on: request.holder)
    }
}

import AccessManagement
import IdentityModel

/// Takes a managed policy from a role.
///
/// - Source: IAM API Reference, `DetachRolePolicy`.
struct DetachRolePolicy: IAMAction {
    static let action = "DetachRolePolicy"
    static let conditional: ConditionalMembers = [.policyARN, .boundary]
    let attachments: Attachments
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (holder: PolicyHolder, policy: String) {
        (
            PolicyHolder(.role, members.required("RoleName", .roleName), account: account),
            members.required("PolicyArn", .arn)
        )
    }

    func run(_ request: (holder: PolicyHolder, policy: String)) async throws(AccessManagementError) {
        try await attachments.detach(request.policy, from: request.holder)
    }
}

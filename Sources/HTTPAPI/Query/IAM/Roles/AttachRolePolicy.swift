import AccessManagement
import IdentityModel

/// Attaches a managed policy to a role.
///
/// - Source: IAM API Reference, `AttachRolePolicy`.
struct AttachRolePolicy: IAMAction {
    static let action = "AttachRolePolicy"
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
        try await attachments.attach(request.policy, to: request.holder)
    }
}

import AccessManagement
import IdentityModel

/// Attaches a managed policy to a user.
///
/// - Source: IAM API Reference, `AttachUserPolicy`.
struct AttachUserPolicy: IAMAction {
    static let action = "AttachUserPolicy"
    static let conditional: ConditionalMembers = [.policyARN, .boundary]
    let attachments: Attachments
    let account: AccountID

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (holder: PolicyHolder, policy: String) {
        (
            PolicyHolder(.user, members.required("UserName", .userName), account: account),
            members.required("PolicyArn", .arn)
        )
    }

    func run(_ request: (holder: PolicyHolder, policy: String)) async throws(AccessManagementError) {
        try await attachments.attach(request.policy, to: request.holder)
    }
}

import AccessManagement
import IdentityModel

/// Takes a managed policy from a user.
///
/// - Source: IAM API Reference, `DetachUserPolicy`.
struct DetachUserPolicy: IAMAction {
    static let action = "DetachUserPolicy"
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
        try await attachments.detach(request.policy, from: request.holder)
    }
}

import AccessManagement
import IdentityModel

/// Writes an inline policy of a user, over the one of that name.
///
/// - Source: IAM API Reference, `PutUserPolicy`.
struct PutUserPolicy: IAMAction {
    static let action = "PutUserPolicy"
    static let conditional: ConditionalMembers = .boundary
    let policies: InlinePolicies
    let account: AccountID

    struct Request {
        let holder: PolicyHolder
        let name: String
        let document: String
    }

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            holder: PolicyHolder(.user, members.required("UserName", .existingUserName), account: account),
            name: members.required("PolicyName", .policyName),
            document: members.required("PolicyDocument", .policyDocument))
    }

    func run(_ request: Request) async throws(AccessManagementError) {
        try await policies.put(request.name, request.document, on: request.holder)
    }
}

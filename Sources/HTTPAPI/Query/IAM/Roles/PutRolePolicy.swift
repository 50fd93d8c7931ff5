import AccessManagement
import IdentityModel

/// Writes an inline policy of a role, over the one of that name.
///
/// - Source: IAM API Reference, `PutRolePolicy`.
struct PutRolePolicy: IAMAction {
    static let action = "PutRolePolicy"
    static let conditional: ConditionalMembers = .boundary
    let policies: InlinePolicies
    let account: AccountID

    struct Request {
        let holder: PolicyHolder
        let name: String
        let document: String
    }

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            holder: PolicyHolder(.role, members.required("RoleName", .roleName), account: account),
            name: members.required("PolicyName", .policyName),
            document: members.required("PolicyDocument", .policyDocument))
    }

    func run(_ request: Request) async throws(AccessManagementError) {
        try await policies.put(request.name, request.document, on: request.holder)
    }
}

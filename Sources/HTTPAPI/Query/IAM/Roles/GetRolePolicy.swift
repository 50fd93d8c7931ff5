import AccessManagement
import IdentityModel

/// Shows an inline policy of a role, under the names by which it was asked for.
///
/// - Source: IAM API Reference, `GetRolePolicy`; the spelling of the names as recorded.
struct GetRolePolicy: IAMAction {
    static let action = "GetRolePolicy"
    let policies: InlinePolicies
    let account: AccountID

    struct Request {
        let holder: PolicyHolder
        let name: String
    }

    struct Answer {
        let holder: String
        let name: String
        let document: String
    }

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            holder: PolicyHolder(.role, members.required("RoleName", .roleName), account: account),
            name: members.required("PolicyName", .policyName))
    }

    func run(_ request: Request) async throws(AccessManagementError) -> Answer {
        let document = try await policies.find(request.name, of: request.holder)
        return Answer(holder: request.holder.name, name: request.name, document: document)
    }

    func write(_ answer: Answer, to result: inout XMLWriter) {
        result.element("RoleName", answer.holder)
        result.element("PolicyName", answer.name)
        result.document("PolicyDocument", answer.document)
    }
}

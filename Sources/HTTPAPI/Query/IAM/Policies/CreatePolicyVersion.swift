import AccessManagement
import IdentityModel

/// Gives a managed policy another text, which counts at once or is only kept.
///
/// - Source: IAM API Reference, `CreatePolicyVersion`.
struct CreatePolicyVersion: IAMAction {
    static let action = "CreatePolicyVersion"
    let policies: ManagedPolicies

    struct Request {
        let arn: String
        let document: String
        let asDefault: Bool
    }

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            arn: members.required("PolicyArn", .arn), document: members.required("PolicyDocument", .policyDocument),
            asDefault: try members.flag("SetAsDefault"))
    }

    func run(_ request: Request) async throws(AccessManagementError) -> PolicyVersion {
        try await policies.createVersion(of: request.arn, document: request.document, asDefault: request.asDefault)
    }

    func write(_ answer: PolicyVersion, to result: inout XMLWriter) {
        result.open("PolicyVersion")
        result.members(of: answer, withDocument: false)
        result.close("PolicyVersion")
    }
}

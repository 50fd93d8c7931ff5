import AccessManagement
import IdentityModel

/// Shows one text of a managed policy.
///
/// - Source: IAM API Reference, `GetPolicyVersion`.
struct GetPolicyVersion: IAMAction {
    static let action = "GetPolicyVersion"
    let policies: ManagedPolicies

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (arn: String, version: String) {
        (members.required("PolicyArn", .arn), members.required("VersionId", .policyVersion))
    }

    func run(_ request: (arn: String, version: String)) async throws(AccessManagementError) -> PolicyVersion {
        try await policies.version(request.version, of: request.arn)
    }

    func write(_ answer: PolicyVersion, to result: inout XMLWriter) {
        result.open("PolicyVersion")
        result.members(of: answer, withDocument: true)
        result.close("PolicyVersion")
    }
}

import AccessManagement
import IdentityModel

/// Lists the versions of a managed policy, newest first, without their texts.
///
/// - Source: IAM API Reference, `ListPolicyVersions`.
struct ListPolicyVersions: IAMAction {
    static let action = "ListPolicyVersions"
    let policies: ManagedPolicies

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (arn: String, page: PageRequest) {
        (members.required("PolicyArn", .arn), try members.page())
    }

    func run(_ request: (arn: String, page: PageRequest)) async throws(AccessManagementError) -> Page<PolicyVersion> {
        try await policies.versions(of: request.arn, request.page)
    }

    func write(_ answer: Page<PolicyVersion>, to result: inout XMLWriter) {
        result.list("Versions", answer.items) { $0.members(of: $1, withDocument: false) }
        result.end(of: answer)
    }
}

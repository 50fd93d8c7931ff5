import AccessManagement
import IdentityModel

/// Describes a managed policy; the document is asked for by version.
///
/// - Source: IAM API Reference, `GetPolicy`.
struct GetPolicy: IAMAction {
    static let action = "GetPolicy"
    let policies: ManagedPolicies

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        members.required("PolicyArn", .arn)
    }

    func run(_ arn: String) async throws(AccessManagementError) -> ManagedPolicy {
        try await policies.find(arn)
    }

    func write(_ answer: ManagedPolicy, to result: inout XMLWriter) {
        result.open("Policy")
        result.members(of: answer)
        if let description = answer.description { result.element("Description", description) }
        result.tagsIfAny(answer.tags)
        result.close("Policy")
    }
}

import AccessManagement

/// Says which version of a managed policy counts.
///
/// - Source: IAM API Reference, `SetDefaultPolicyVersion`.
struct SetDefaultPolicyVersion: IAMAction {
    static let action = "SetDefaultPolicyVersion"
    let policies: ManagedPolicies

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (arn: String, version: String) {
        (members.required("PolicyArn", .arn), members.required("VersionId", .policyVersion))
    }

    func run(_ request: (arn: String, version: String)) async throws(AccessManagementError) {
        try await policies.setDefaultVersion(request.version, of: request.arn)
    }
}

import AccessManagement

/// Deletes a version that is not the default one. Its number is not given out again.
///
/// - Source: IAM API Reference, `DeletePolicyVersion`.
struct DeletePolicyVersion: IAMAction {
    static let action = "DeletePolicyVersion"
    let policies: ManagedPolicies

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (arn: String, version: String) {
        (members.required("PolicyArn", .arn), members.required("VersionId", .policyVersion))
    }

    func run(_ request: (arn: String, version: String)) async throws(AccessManagementError) {
        try await policies.deleteVersion(request.version, of: request.arn)
    }
}

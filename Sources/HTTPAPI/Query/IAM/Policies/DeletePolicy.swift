import AccessManagement

/// Deletes a managed policy that is attached nowhere and has no version but its default one.
///
/// - Source: IAM API Reference, `DeletePolicy`.
struct DeletePolicy: IAMAction {
    static let action = "DeletePolicy"
    let policies: ManagedPolicies

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        members.required("PolicyArn", .arn)
    }

    func run(_ arn: String) async throws(AccessManagementError) {
        try await policies.delete(arn)
    }
}

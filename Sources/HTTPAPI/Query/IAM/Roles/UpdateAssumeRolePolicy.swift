import AccessManagement

/// Says anew who may wear a role. Sessions that there are go on.
///
/// - Source: IAM API Reference, `UpdateAssumeRolePolicy`.
struct UpdateAssumeRolePolicy: IAMAction {
    static let action = "UpdateAssumeRolePolicy"
    let roles: Roles

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (name: String, document: String) {
        (members.required("RoleName", .roleName), members.required("PolicyDocument", .policyDocument))
    }

    func run(_ request: (name: String, document: String)) async throws(AccessManagementError) {
        try await roles.setTrustPolicy(request.document, of: request.name)
    }
}

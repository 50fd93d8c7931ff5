import AccessManagement

/// Deletes a role that has no policies any more. Its sessions end, and pools that use it fail.
///
/// - Source: IAM API Reference, `DeleteRole`.
struct DeleteRole: IAMAction {
    static let action = "DeleteRole"
    let roles: Roles

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        members.required("RoleName", .roleName)
    }

    func run(_ name: String) async throws(AccessManagementError) {
        try await roles.delete(name)
    }
}

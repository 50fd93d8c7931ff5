import AccessManagement

/// Deletes a user who has neither keys nor policies any more.
///
/// - Source: IAM API Reference, `DeleteUser`.
struct DeleteUser: IAMAction {
    static let action = "DeleteUser"
    let users: Users

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        members.required("UserName", .existingUserName)
    }

    func run(_ name: String) async throws(AccessManagementError) {
        try await users.delete(name)
    }
}

import AccessManagement

/// Gives a user another name or path. Whatever refers to the user refers to the same one still.
///
/// - Source: IAM API Reference, `UpdateUser`.
struct UpdateUser: IAMAction {
    static let action = "UpdateUser"
    let users: Users

    struct Request {
        let name: String
        let newName: String?
        let newPath: String?
    }

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    /// Whoever renames a user needs the right on both, or a right on one path would be a right on all.
    ///
    /// - Source: IAM User Guide, "Renaming an IAM user".
    func furtherResource(_ members: IAMMembers) -> ManagedResource? {
        .renamedUser(
            members.text("UserName") ?? "", name: members.text("NewUserName"), path: members.text("NewPath"))
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            name: members.required("UserName", .existingUserName), newName: members.optional("NewUserName", .userName),
            newPath: members.optional("NewPath", .path))
    }

    func run(_ request: Request) async throws(AccessManagementError) {
        try await users.rename(request.name, to: request.newName, path: request.newPath)
    }
}

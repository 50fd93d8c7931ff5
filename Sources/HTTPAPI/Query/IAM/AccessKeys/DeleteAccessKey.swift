import AccessManagement

/// Deletes an access key. Every replica refuses it within a second.
///
/// - Source: IAM API Reference, `DeleteAccessKey`.
struct DeleteAccessKey: IAMAction {
    static let action = "DeleteAccessKey"
    let keys: AccessKeys

    func resource(_ members: IAMMembers) -> ManagedResource {
        members.userOrCaller.map(ManagedResource.user) ?? .relative("user/")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> (user: String, key: String) {
        (try members.userNameOrCaller(), members.required("AccessKeyId", .accessKeyID))
    }

    func run(_ request: (user: String, key: String)) async throws(AccessManagementError) {
        try await keys.delete(request.key, of: request.user)
    }
}

import AccessManagement

/// Takes tags from a user.
///
/// - Source: IAM API Reference, `UntagUser`.
struct UntagUser: IAMAction {
    static let action = "UntagUser"
    static let conditional: ConditionalMembers = .tagKeys
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, keys: [String]) {
        (
            .user(members.required("UserName", .existingUserName)),
            try members.required(list: "TagKeys", of: .tagKey, limit: 50)
        )
    }

    func run(_ request: (owner: TagOwner, keys: [String])) async throws(AccessManagementError) {
        try await tagging.remove(request.keys, from: request.owner)
    }
}

import AccessManagement

/// Takes tags from a role.
///
/// - Source: IAM API Reference, `UntagRole`.
struct UntagRole: IAMAction {
    static let action = "UntagRole"
    static let conditional: ConditionalMembers = .tagKeys
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, keys: [String]) {
        (.role(members.required("RoleName", .roleName)), try members.required(list: "TagKeys", of: .tagKey, limit: 50))
    }

    func run(_ request: (owner: TagOwner, keys: [String])) async throws(AccessManagementError) {
        try await tagging.remove(request.keys, from: request.owner)
    }
}

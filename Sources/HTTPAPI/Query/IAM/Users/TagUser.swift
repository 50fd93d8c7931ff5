import AccessManagement
import IdentityModel

/// Adds tags to a user, and gives those that are there another value.
///
/// - Source: IAM API Reference, `TagUser`.
struct TagUser: IAMAction {
    static let action = "TagUser"
    static let conditional: ConditionalMembers = .tags
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, tags: [Tag]) {
        (.user(members.required("UserName", .existingUserName)), try members.requiredTags())
    }

    func run(_ request: (owner: TagOwner, tags: [Tag])) async throws(AccessManagementError) {
        try await tagging.add(request.tags, to: request.owner)
    }
}

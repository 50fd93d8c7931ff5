import AccessManagement
import IdentityModel

/// Adds tags to a role, and gives those that are there another value.
///
/// - Source: IAM API Reference, `TagRole`.
struct TagRole: IAMAction {
    static let action = "TagRole"
    static let conditional: ConditionalMembers = .tags
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, tags: [Tag]) {
        (.role(members.required("RoleName", .roleName)), try members.requiredTags())
    }

    func run(_ request: (owner: TagOwner, tags: [Tag])) async throws(AccessManagementError) {
        try await tagging.add(request.tags, to: request.owner)
    }
}

import AccessManagement
import IdentityModel

/// Adds tags to a managed policy, and gives those that are there another value.
///
/// - Source: IAM API Reference, `TagPolicy`.
struct TagPolicy: IAMAction {
    static let action = "TagPolicy"
    static let conditional: ConditionalMembers = .tags
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, tags: [Tag]) {
        (.policy(members.required("PolicyArn", .arn)), try members.requiredTags())
    }

    func run(_ request: (owner: TagOwner, tags: [Tag])) async throws(AccessManagementError) {
        try await tagging.add(request.tags, to: request.owner)
    }
}

import AccessManagement
import IdentityModel

/// Lists the tags of a user by key.
///
/// - Source: IAM API Reference, `ListUserTags`.
struct ListUserTags: IAMAction {
    static let action = "ListUserTags"
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, page: PageRequest) {
        (.user(members.required("UserName", .existingUserName)), try members.page())
    }

    func run(_ request: (owner: TagOwner, page: PageRequest)) async throws(AccessManagementError) -> Page<Tag> {
        try await tagging.list(of: request.owner, request.page)
    }

    func write(_ answer: Page<Tag>, to result: inout XMLWriter) {
        result.tags(answer.items)
        result.end(of: answer)
    }
}

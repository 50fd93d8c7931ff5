import AccessManagement
import IdentityModel

/// Lists the tags of a role by key.
///
/// - Source: IAM API Reference, `ListRoleTags`.
struct ListRoleTags: IAMAction {
    static let action = "ListRoleTags"
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, page: PageRequest) {
        (.role(members.required("RoleName", .roleName)), try members.page())
    }

    func run(_ request: (owner: TagOwner, page: PageRequest)) async throws(AccessManagementError) -> Page<Tag> {
        try await tagging.list(of: request.owner, request.page)
    }

    func write(_ answer: Page<Tag>, to result: inout XMLWriter) {
        result.tags(answer.items)
        result.end(of: answer)
    }
}

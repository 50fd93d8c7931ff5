import AccessManagement
import IdentityModel

/// Lists the tags of a managed policy by key.
///
/// - Source: IAM API Reference, `ListPolicyTags`.
struct ListPolicyTags: IAMAction {
    static let action = "ListPolicyTags"
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, page: PageRequest) {
        (.policy(members.required("PolicyArn", .arn)), try members.page())
    }

    func run(_ request: (owner: TagOwner, page: PageRequest)) async throws(AccessManagementError) -> Page<Tag> {
        try await tagging.list(of: request.owner, request.page)
    }

    func write(_ answer: Page<Tag>, to result: inout XMLWriter) {
        result.tags(answer.items)
        result.end(of: answer)
    }
}

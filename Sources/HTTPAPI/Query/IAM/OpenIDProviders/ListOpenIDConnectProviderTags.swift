import AccessManagement
import IdentityModel

/// Lists the tags of an OpenID provider by key.
///
/// - Source: IAM API Reference, `ListOpenIDConnectProviderTags`.
struct ListOpenIDConnectProviderTags: IAMAction {
    static let action = "ListOpenIDConnectProviderTags"
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource {
        .openIDProvider(arn: members.text("OpenIDConnectProviderArn") ?? "")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, page: PageRequest) {
        (.openIDProvider(members.required("OpenIDConnectProviderArn", .arn)), try members.page())
    }

    func run(_ request: (owner: TagOwner, page: PageRequest)) async throws(AccessManagementError) -> Page<Tag> {
        try await tagging.list(of: request.owner, request.page)
    }

    func write(_ answer: Page<Tag>, to result: inout XMLWriter) {
        result.tags(answer.items)
        result.end(of: answer)
    }
}

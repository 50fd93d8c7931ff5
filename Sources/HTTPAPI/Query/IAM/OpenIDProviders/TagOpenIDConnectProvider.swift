import AccessManagement
import IdentityModel

/// Adds tags to an OpenID provider, and gives those that are there another value.
///
/// - Source: IAM API Reference, `TagOpenIDConnectProvider`.
struct TagOpenIDConnectProvider: IAMAction {
    static let action = "TagOpenIDConnectProvider"
    static let conditional: ConditionalMembers = .tags
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource {
        .openIDProvider(arn: members.text("OpenIDConnectProviderArn") ?? "")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, tags: [Tag]) {
        (.openIDProvider(members.required("OpenIDConnectProviderArn", .arn)), try members.requiredTags())
    }

    func run(_ request: (owner: TagOwner, tags: [Tag])) async throws(AccessManagementError) {
        try await tagging.add(request.tags, to: request.owner)
    }
}

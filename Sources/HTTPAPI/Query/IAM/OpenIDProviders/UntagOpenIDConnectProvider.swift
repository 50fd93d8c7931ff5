import AccessManagement

/// Takes tags from an OpenID provider.
///
/// - Source: IAM API Reference, `UntagOpenIDConnectProvider`.
struct UntagOpenIDConnectProvider: IAMAction {
    static let action = "UntagOpenIDConnectProvider"
    static let conditional: ConditionalMembers = .tagKeys
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource {
        .openIDProvider(arn: members.text("OpenIDConnectProviderArn") ?? "")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, keys: [String]) {
        (
            .openIDProvider(members.required("OpenIDConnectProviderArn", .arn)),
            try members.required(list: "TagKeys", of: .tagKey, limit: 50)
        )
    }

    func run(_ request: (owner: TagOwner, keys: [String])) async throws(AccessManagementError) {
        try await tagging.remove(request.keys, from: request.owner)
    }
}

import AccessManagement
import IdentityModel

/// Registers an OpenID Connect issuer. Nothing is asked of the issuer: its keys are found when the first token comes.
///
/// - Source: IAM API Reference, `CreateOpenIDConnectProvider`.
struct CreateOpenIDConnectProvider: IAMAction {
    static let action = "CreateOpenIDConnectProvider"
    static let conditional: ConditionalMembers = .tags
    static let tagging: String? = "TagOpenIDConnectProvider"
    let providers: OpenIDProviders

    struct Request {
        let url: String
        let clientIDs: [String]
        let thumbprints: [String]
        let tags: [Tag]
    }

    /// Permission is asked on the ARN that the provider would get, however its URL is written.
    func resource(_ members: IAMMembers) -> ManagedResource {
        let url = members.text("Url") ?? ""
        let kept = try? ProviderURL(url, allowsLoopbackHTTP: true)
        return .relative("oidc-provider/\(kept?.withoutScheme ?? url)")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        try members.refuseUnsupported("ContextProvider", "IdentityCenterInstanceArn")
        return Request(
            url: members.required("Url", .providerURL), clientIDs: try members.list("ClientIDList", of: .clientID),
            thumbprints: try members.list("ThumbprintList", of: .thumbprint), tags: try members.tags())
    }

    func run(_ request: Request) async throws(AccessManagementError) -> (arn: String, tags: [Tag]) {
        try await providers.create(
            request.url, clientIDs: request.clientIDs, thumbprints: request.thumbprints, tags: request.tags)
    }

    func write(_ answer: (arn: String, tags: [Tag]), to result: inout XMLWriter) {
        result.element("OpenIDConnectProviderArn", answer.arn)
        result.tagsIfAny(answer.tags)
    }
}

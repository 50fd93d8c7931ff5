import AccessManagement
import IdentityModel

/// Describes a registered issuer. Its URL comes without the scheme, as recorded.
///
/// - Source: IAM API Reference, `GetOpenIDConnectProvider`.
struct GetOpenIDConnectProvider: IAMAction {
    static let action = "GetOpenIDConnectProvider"
    let providers: OpenIDProviders

    func resource(_ members: IAMMembers) -> ManagedResource {
        .openIDProvider(arn: members.text("OpenIDConnectProviderArn") ?? "")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        members.required("OpenIDConnectProviderArn", .arn)
    }

    func run(_ arn: String) async throws(AccessManagementError) -> OpenIDProviderDetails {
        try await providers.find(arn)
    }

    func write(_ answer: OpenIDProviderDetails, to result: inout XMLWriter) {
        result.element("Url", answer.provider.name.rawValue)
        result.texts("ClientIDList", answer.provider.clientIDs)
        result.texts("ThumbprintList", answer.provider.thumbprints)
        result.element("CreateDate", Timestamp.milliseconds(answer.createdAt))
        result.tagsIfAny(answer.tags)
    }
}

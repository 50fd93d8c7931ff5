import AccessManagement

/// Replaces the thumbprints of an issuer's certificates, which are kept and not judged by.
///
/// - Source: IAM API Reference, `UpdateOpenIDConnectProviderThumbprint`.
struct UpdateOpenIDConnectProviderThumbprint: IAMAction {
    static let action = "UpdateOpenIDConnectProviderThumbprint"
    let providers: OpenIDProviders

    func resource(_ members: IAMMembers) -> ManagedResource {
        .openIDProvider(arn: members.text("OpenIDConnectProviderArn") ?? "")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> (arn: String, thumbprints: [String]) {
        (
            members.required("OpenIDConnectProviderArn", .arn),
            try members.required(list: "ThumbprintList", of: .thumbprint)
        )
    }

    func run(_ request: (arn: String, thumbprints: [String])) async throws(AccessManagementError) {
        try await providers.setThumbprints(request.thumbprints, of: request.arn)
    }
}

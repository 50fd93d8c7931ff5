import AccessManagement

/// Takes an app from an issuer's registration.
///
/// - Source: IAM API Reference, `RemoveClientIDFromOpenIDConnectProvider`.
struct RemoveClientIDFromOpenIDConnectProvider: IAMAction {
    static let action = "RemoveClientIDFromOpenIDConnectProvider"
    let providers: OpenIDProviders

    func resource(_ members: IAMMembers) -> ManagedResource {
        .openIDProvider(arn: members.text("OpenIDConnectProviderArn") ?? "")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> (arn: String, client: String) {
        (members.required("OpenIDConnectProviderArn", .arn), members.required("ClientID", .clientID))
    }

    func run(_ request: (arn: String, client: String)) async throws(AccessManagementError) {
        try await providers.remove(clientID: request.client, from: request.arn)
    }
}

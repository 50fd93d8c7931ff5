import AccessManagement

/// Registers one more app at an issuer.
///
/// - Source: IAM API Reference, `AddClientIDToOpenIDConnectProvider`.
struct AddClientIDToOpenIDConnectProvider: IAMAction {
    static let action = "AddClientIDToOpenIDConnectProvider"
    let providers: OpenIDProviders

    func resource(_ members: IAMMembers) -> ManagedResource {
        .openIDProvider(arn: members.text("OpenIDConnectProviderArn") ?? "")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> (arn: String, client: String) {
        (members.required("OpenIDConnectProviderArn", .arn), members.required("ClientID", .clientID))
    }

    func run(_ request: (arn: String, client: String)) async throws(AccessManagementError) {
        try await providers.add(clientID: request.client, to: request.arn)
    }
}

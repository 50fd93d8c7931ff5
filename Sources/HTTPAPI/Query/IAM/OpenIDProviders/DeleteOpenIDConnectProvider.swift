import AccessManagement

/// Deletes a registration. Its tokens are refused from then on; roles and pools that name it are left alone.
///
/// - Source: IAM API Reference, `DeleteOpenIDConnectProvider`.
struct DeleteOpenIDConnectProvider: IAMAction {
    static let action = "DeleteOpenIDConnectProvider"
    let providers: OpenIDProviders

    func resource(_ members: IAMMembers) -> ManagedResource {
        .openIDProvider(arn: members.text("OpenIDConnectProviderArn") ?? "")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        members.required("OpenIDConnectProviderArn", .arn)
    }

    func run(_ arn: String) async throws(AccessManagementError) {
        try await providers.delete(arn)
    }
}

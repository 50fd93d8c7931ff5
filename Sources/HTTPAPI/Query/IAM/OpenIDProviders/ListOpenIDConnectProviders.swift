import AccessManagement

/// Lists the ARNs of all registered issuers.
///
/// - Source: IAM API Reference, `ListOpenIDConnectProviders`.
struct ListOpenIDConnectProviders: IAMAction {
    static let action = "ListOpenIDConnectProviders"
    let providers: OpenIDProviders

    func resource(_ members: IAMMembers) -> ManagedResource { .relative("oidc-provider/*") }

    func read(_ members: inout IAMMembers) throws(WireError) -> Void {

    }

    func run(_ request: Void) async throws(AccessManagementError) -> [String] {
        try await providers.list()
    }

    func write(_ answer: [String], to result: inout XMLWriter) {
        result.list("OpenIDConnectProviderList", answer) { $0.element("Arn", $1) }
    }
}

import AccessManagement

struct GetOpenIDProvider: AdminRoute {
    static let description = RouteDescription(
        "GetOpenIDProvider", .get, "/openid-providers/{provider}",
        "Shows a registered issuer, by its URL without the scheme (percent-encoded).",
        answer: .ok(OpenIDProviderDocument.output))

    let providers: OpenIDProviders

    func resource(of call: AdminCall) -> AdminResource { .managed(.openIDProvider(arn: call.openIDProviderARN)) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        .openIDProvider(
            try await Problem.managing { () throws(AccessManagementError) in
                try await providers.find(call.openIDProviderARN)
            })
    }
}

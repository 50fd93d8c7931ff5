import AccessManagement

struct UpdateOpenIDProvider: AdminRoute {
    static let description = RouteDescription(
        "UpdateOpenIDProvider", .put, "/openid-providers/{provider}",
        "Replaces the registration of an issuer; what is not given is gone. Its URL stays.",
        body: .json(OpenIDProviderDocument.input), answer: .ok(OpenIDProviderDocument.output), needsPrecondition: true)

    let providers: OpenIDProviders

    func resource(of call: AdminCall) -> AdminResource { .managed(.openIDProvider(arn: call.openIDProviderARN)) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let wanted = try OpenIDProviderDocument.read(try call.json(), url: nil, providers)
        let replaced = try await Problem.managing { () throws(AccessManagementError) in
            try await providers.replace(
                call.openIDProviderARN, with: wanted.issuer, clientIDs: wanted.clientIDs,
                thumbprints: wanted.thumbprints, tags: wanted.tags
            ) { call.admits(OpenIDProviderDocument.tag($0)) }
        }
        return .openIDProvider(replaced)
    }
}

import AccessManagement

struct CreateOpenIDProvider: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "CreateOpenIDProvider", .post, "/openid-providers", "Registers an OpenID Connect issuer.",
            body: .json(OpenIDProviderDocument.new), answer: .created(OpenIDProviderDocument.output)))

    let providers: OpenIDProviders

    func resource(of call: AdminCall) -> AdminResource {
        let url = call.body?.text("url") ?? ""
        return .managed(.relative("oidc-provider/\(providers.key(ofIssuer: url) ?? url)"))
    }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let body = try call.json()
        let wanted = try OpenIDProviderDocument.read(body, url: body.text("url") ?? "", providers)
        let made = try await Problem.managing { () throws(AccessManagementError) in
            try await providers.create(
                wanted.issuer, clientIDs: wanted.clientIDs, thumbprints: wanted.thumbprints, tags: wanted.tags)
        }
        return .openIDProvider(made, isNew: true)
    }
}

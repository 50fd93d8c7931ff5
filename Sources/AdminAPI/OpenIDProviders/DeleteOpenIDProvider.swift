import AccessManagement

struct DeleteOpenIDProvider: AdminRoute {
    static let description = RouteDescription(
        "DeleteOpenIDProvider", .delete, "/openid-providers/{provider}",
        "Deletes the registration of an issuer. Its tokens prove nothing from then on; pools and roles that name it stay.",
        answer: .none, needsPrecondition: true)

    let providers: OpenIDProviders

    func resource(of call: AdminCall) -> AdminResource { .managed(.openIDProvider(arn: call.openIDProviderARN)) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.managing { () throws(AccessManagementError) in
            try await providers.delete(call.openIDProviderARN) { call.admits(OpenIDProviderDocument.tag($0)) }
        }
        return .noContent
    }
}

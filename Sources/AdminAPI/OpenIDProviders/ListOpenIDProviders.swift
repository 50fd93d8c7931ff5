import AccessManagement
import IdentityModel
import StrictJSON

struct ListOpenIDProviders: AdminRoute {
    static let description = RouteDescription(
        "ListOpenIDProviders", .get, "/openid-providers", "Lists the OpenID Connect issuers of the account by URL.",
        query: [.limit, .cursor], answer: .ok(.page(of: OpenIDProviderDocument.summary)))

    let providers: OpenIDProviders

    func resource(of call: AdminCall) -> AdminResource { .managed(.relative("oidc-provider/*")) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let page = try await Problem.managing { () throws(AccessManagementError) in
            try await providers.list(call.page)
        }
        return .page(page.items, next: page.next) { details, json in
            let provider = details.provider
            json.beginObject()
            json.member("key", provider.name.rawValue)
            json.member("arn", provider.arn)
            json.member("url", provider.issuer.url)
            json.endObject()
        }
    }
}

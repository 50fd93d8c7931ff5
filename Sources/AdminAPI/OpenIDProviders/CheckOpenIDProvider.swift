import AccessManagement
import IdentityModel

struct CheckOpenIDProvider: AdminRoute {
    static let description = RouteDescription.asking(
        RouteDescription(
            "CheckOpenIDProvider", .post, "/openid-providers/{provider}:check",
            "Fetches the discovery document and the keys of a registered issuer, and tells what would be refused and why.",
            answer: .ok(IssuerReport.schema)))

    let providers: OpenIDProviders
    let look: IssuerReport.Look

    func resource(of call: AdminCall) -> AdminResource { .managed(.openIDProvider(arn: call.openIDProviderARN)) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let details = try await Problem.managing { () throws(AccessManagementError) in
            try await providers.find(call.openIDProviderARN)
        }
        let report = await look(details.provider.issuer)
        return .json { report.write(to: &$0) }
    }
}

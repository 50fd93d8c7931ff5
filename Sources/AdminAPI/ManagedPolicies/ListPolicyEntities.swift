import AccessManagement
import IdentityModel
import StrictJSON

struct ListPolicyEntities: AdminRoute {
    static let description = RouteDescription(
        "ListPolicyEntities", .get, "/policies/{policy}/entities",
        "Lists the roles and then the users that a policy is attached to, or bounds.", query: [.limit, .cursor],
        answer: .ok(
            .page(
                of: .named(
                    "PolicyEntity",
                    .object([
                        .init("kind", .text(oneOf: ["role", "user"])), .init("name", .text()), .init("id", .text()),
                    ])))))

    let policies: ManagedPolicies
    let attachments: Attachments

    func resource(of call: AdminCall) -> AdminResource { PolicyPlace.resource(of: call) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let page = try await Problem.managing { () throws(AccessManagementError) in
            try await attachments.entities(
                with: try await PolicyPlace.arn(in: call, policies), kind: nil, pathPrefix: "/", call.page)
        }
        return .page(page.items, next: page.next) { entity, json in
            json.beginObject()
            json.member("kind", entity.kind.rawValue)
            json.member("name", entity.name)
            json.member("id", entity.id)
            json.endObject()
        }
    }
}

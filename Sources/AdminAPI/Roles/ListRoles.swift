import AccessManagement
import StrictJSON

struct ListRoles: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "ListRoles", .get, "/roles", "Lists the roles of the account by name, without their policies.",
            query: [.limit, .cursor, .pathPrefix], answer: .ok(.page(of: RoleDocument.summary))))

    let roles: Roles

    func resource(of call: AdminCall) -> AdminResource { .managed(.relative("role\(call.pathPrefix)")) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let page = try await Problem.managing { () throws(AccessManagementError) in
            try await roles.list(pathPrefix: call.pathPrefix, call.page)
        }
        return .page(page.items, next: page.next) { RoleDocument.writeSummary($0, to: &$1) }
    }
}

extension QueryParameter {
    static let pathPrefix = QueryParameter(
        "pathPrefix", .text(TextRule(length: 1...512, form: .pathPrefix)), "Only what has such a path.")
}

extension AdminCall {
    var pathPrefix: String { text("pathPrefix") ?? "/" }
}

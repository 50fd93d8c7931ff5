import AccessManagement
import StrictJSON

struct ListUsers: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "ListUsers", .get, "/users", "Lists the users of the account by name, without their policies.",
            query: [.limit, .cursor, .pathPrefix], answer: .ok(.page(of: UserDocument.summary))))

    let users: Users

    func resource(of call: AdminCall) -> AdminResource { .managed(.relative("user\(call.pathPrefix)")) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let page = try await Problem.managing { () throws(AccessManagementError) in
            try await users.list(pathPrefix: call.pathPrefix, call.page)
        }
        return .page(page.items, next: page.next) { UserDocument.writeSummary($0, to: &$1) }
    }
}

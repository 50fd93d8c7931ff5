import AccessManagement
import StrictJSON

struct ListAccessKeys: AdminRoute {
    static let description = RouteDescription(
        "ListAccessKeys", .get, "/users/{userName}/access-keys", "Lists the access keys of a user, oldest first.",
        answer: .ok(.page(of: AccessKeyDocument.output)))

    let keys: AccessKeys

    func resource(of call: AdminCall) -> AdminResource { .managed(.user(call.parameter("userName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let list = try await Problem.managing { () throws(AccessManagementError) in
            try await keys.list(of: call.parameter("userName"), PageRequest())
        }
        return .page(list.page.items, next: nil) { AccessKeyDocument.write($0, to: &$1) }
    }
}

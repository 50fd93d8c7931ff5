import AccessManagement
import Storage
import StrictJSON

struct ListTokens: AdminRoute {
    static let description = RouteDescription(
        "ListTokens", .get, "/users/{userName}/tokens", "Lists the tokens of a user that have not expired.",
        answer: .ok(.page(of: TokenDocument.output)))

    let tokens: TokenAdministration

    func resource(of call: AdminCall) -> AdminResource { .managed(.user(call.parameter("userName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let list = try await Problem.storing { () throws(StorageError) in
            try await tokens.store.list(of: call.parameter("userName"), account: tokens.account)
        }
        return .page(list, next: nil) { token, json in
            json.beginObject()
            TokenDocument.writeMembers(token, to: &json)
            json.endObject()
        }
    }
}

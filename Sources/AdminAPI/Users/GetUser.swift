import AccessManagement

struct GetUser: AdminRoute {
    static let description = RouteDescription(
        "GetUser", .get, "/users/{userName}", "Shows a user with their policies and keys.",
        answer: .ok(UserDocument.output))

    let users: Users

    func resource(of call: AdminCall) -> AdminResource { .managed(.user(call.parameter("userName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        .user(
            try await Problem.managing { () throws(AccessManagementError) in
                try await users.whole(call.parameter("userName"))
            })
    }
}

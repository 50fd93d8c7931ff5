import AccessManagement

struct DeleteUser: AdminRoute {
    static let description = RouteDescription(
        "DeleteUser", .delete, "/users/{userName}",
        "Deletes a user with their policies, access keys and bearer tokens. Their sessions end.",
        answer: .none, needsPrecondition: true)

    let users: Users

    func resource(of call: AdminCall) -> AdminResource { .managed(.user(call.parameter("userName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.managing { () throws(AccessManagementError) in
            try await users.deleteWhole(call.parameter("userName")) { call.admits(UserDocument.tag($0)) }
        }
        return .noContent
    }
}

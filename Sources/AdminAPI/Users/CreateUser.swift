import AccessManagement

struct CreateUser: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "CreateUser", .post, "/users", "Makes a user with their policies, all of it or nothing.",
            body: .json(UserDocument.new), answer: .created(UserDocument.output)))

    let users: Users

    func resource(of call: AdminCall) -> AdminResource {
        .bounded(.relative("user\(call.newPath)\(call.newName)"), by: call.wantedBoundary)
    }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let wanted = try UserDocument.read(try call.json(), name: call.newName)
        let made = try await Problem.writing(wanted.policies) { () throws(AccessManagementError) in
            try await users.create(call.newName, path: call.newPath, tags: wanted.tags, holding: wanted.policies)
        }
        return .user(made, isNew: true)
    }
}

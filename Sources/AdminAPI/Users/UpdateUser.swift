import AccessManagement

struct UpdateUser: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "UpdateUser", .put, "/users/{userName}",
            "Replaces the policies and tags of a user; what is not given is gone. Name, path and keys stay.",
            body: .json(UserDocument.input), answer: .ok(UserDocument.output), needsPrecondition: true))

    let users: Users

    func resource(of call: AdminCall) -> AdminResource {
        .bounded(.user(call.parameter("userName")), by: call.wantedBoundary)
    }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let name = call.parameter("userName")
        let wanted = try UserDocument.read(try call.json(), name: name)
        let replaced = try await Problem.writing(wanted.policies) { () throws(AccessManagementError) in
            try await users.replace(name, tags: wanted.tags, holding: wanted.policies) {
                call.admits(UserDocument.tag($0))
            }
        }
        return .user(replaced)
    }
}

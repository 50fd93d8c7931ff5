import AccessManagement

struct CreateRole: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "CreateRole", .post, "/roles", "Makes a role with its policies, all of it or nothing.",
            body: .json(RoleDocument.new), answer: .created(RoleDocument.output)))

    let roles: Roles

    func resource(of call: AdminCall) -> AdminResource {
        .bounded(.relative("role\(call.newPath)\(call.newName)"), by: call.wantedBoundary)
    }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let wanted = try RoleDocument.read(try call.json(), name: call.newName, path: call.newPath)
        let made = try await Problem.writing(wanted.policies) { () throws(AccessManagementError) in
            try await roles.create(wanted.role, holding: wanted.policies)
        }
        return .role(made, isNew: true)
    }
}

extension AdminCall {
    /// Of what is to be made.
    var newName: String { body?.text("name") ?? "" }
    var newPath: String { body?.text("path") ?? "/" }
    /// Of a user or role that is to be made or replaced.
    var wantedBoundary: String? { body?.text("permissionsBoundary") }
}

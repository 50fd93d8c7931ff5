import AccessManagement

struct UpdateRole: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "UpdateRole", .put, "/roles/{roleName}",
            "Replaces a role with its policies and tags; what is not given is gone. Name and path stay.",
            body: .json(RoleDocument.input), answer: .ok(RoleDocument.output), needsPrecondition: true))

    let roles: Roles

    func resource(of call: AdminCall) -> AdminResource {
        .bounded(.role(call.parameter("roleName")), by: call.wantedBoundary)
    }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let wanted = try RoleDocument.read(try call.json(), name: call.parameter("roleName"))
        let replaced = try await Problem.writing(wanted.policies) { () throws(AccessManagementError) in
            try await roles.replace(with: wanted.role, holding: wanted.policies) {
                call.admits(RoleDocument.tag($0))
            }
        }
        return .role(replaced)
    }
}

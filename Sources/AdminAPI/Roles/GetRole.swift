import AccessManagement

struct GetRole: AdminRoute {
    static let description = RouteDescription(
        "GetRole", .get, "/roles/{roleName}", "Shows a role with its policies.", answer: .ok(RoleDocument.output))

    let roles: Roles

    func resource(of call: AdminCall) -> AdminResource { .managed(.role(call.parameter("roleName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        .role(
            try await Problem.managing { () throws(AccessManagementError) in
                try await roles.whole(call.parameter("roleName"))
            })
    }
}

import AccessManagement

struct DeleteRole: AdminRoute {
    static let description = RouteDescription(
        "DeleteRole", .delete, "/roles/{roleName}",
        "Deletes a role with its policies. Its sessions end, and pools that name it give no credentials for it.",
        answer: .none, needsPrecondition: true)

    let roles: Roles

    func resource(of call: AdminCall) -> AdminResource { .managed(.role(call.parameter("roleName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.managing { () throws(AccessManagementError) in
            try await roles.deleteWhole(call.parameter("roleName")) { call.admits(RoleDocument.tag($0)) }
        }
        return .noContent
    }
}

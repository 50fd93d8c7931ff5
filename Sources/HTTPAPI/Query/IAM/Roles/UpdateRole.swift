import AccessManagement

/// Changes a role's description and how long its sessions may last. What is not named stays.
///
/// - Source: IAM API Reference, `UpdateRole`.
struct UpdateRole: IAMAction {
    static let action = "UpdateRole"
    let roles: Roles

    struct Request {
        let name: String
        let description: String?
        let maxSessionSeconds: Int?
    }

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        try members.refuseUnsupported("MaxSigninSessionDuration")
        return Request(
            name: members.required("RoleName", .roleName),
            description: members.optional("Description", .roleDescription),
            maxSessionSeconds: try members.optional("MaxSessionDuration", in: 3_600...43_200))
    }

    func run(_ request: Request) async throws(AccessManagementError) -> NoMembers {
        _ = try await roles.update(
            request.name, description: request.description, maxSessionSeconds: request.maxSessionSeconds)
        return NoMembers()
    }
}

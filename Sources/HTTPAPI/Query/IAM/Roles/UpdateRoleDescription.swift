import AccessManagement
import IdentityModel

/// Changes a role's description and shows the role.
///
/// - Source: IAM API Reference, `UpdateRoleDescription`.
struct UpdateRoleDescription: IAMAction {
    static let action = "UpdateRoleDescription"
    let roles: Roles

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (name: String, description: String) {
        (members.required("RoleName", .roleName), members.required("Description", .roleDescription))
    }

    func run(_ request: (name: String, description: String)) async throws(AccessManagementError) -> RoleDetails {
        try await roles.update(request.name, description: request.description, maxSessionSeconds: nil)
    }

    func write(_ answer: RoleDetails, to result: inout XMLWriter) {
        result.open("Role")
        result.members(of: answer)
        result.terms(of: answer)
        result.tagsIfAny(answer.tags)
        result.close("Role")
    }
}

import AccessManagement
import IdentityModel

/// Describes a role. When it was last used is not recorded.
///
/// - Source: IAM API Reference, `GetRole`.
struct GetRole: IAMAction {
    static let action = "GetRole"
    let roles: Roles

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        members.required("RoleName", .roleName)
    }

    func run(_ name: String) async throws(AccessManagementError) -> RoleDetails {
        try await roles.find(name)
    }

    func write(_ answer: RoleDetails, to result: inout XMLWriter) {
        result.open("Role")
        result.members(of: answer)
        result.terms(of: answer)
        result.boundaryIfAny(answer.boundary)
        result.tagsIfAny(answer.tags)
        result.element("RoleLastUsed", "")
        result.close("Role")
    }
}

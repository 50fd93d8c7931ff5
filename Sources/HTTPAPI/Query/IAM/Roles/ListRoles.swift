import AccessManagement
import IdentityModel

/// Lists roles by name, without their tags.
///
/// - Source: IAM API Reference, `ListRoles`.
struct ListRoles: IAMAction {
    static let action = "ListRoles"
    let roles: Roles

    func resource(_ members: IAMMembers) -> ManagedResource { .relative("role\(members.text("PathPrefix") ?? "/")") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (pathPrefix: String, page: PageRequest) {
        (members.optional("PathPrefix", .pathPrefix) ?? "/", try members.page())
    }

    func run(_ request: (pathPrefix: String, page: PageRequest)) async throws(AccessManagementError) -> Page<
        RoleDetails
    > {
        try await roles.list(pathPrefix: request.pathPrefix, request.page)
    }

    func write(_ answer: Page<RoleDetails>, to result: inout XMLWriter) {
        result.list("Roles", answer.items) {
            $0.members(of: $1)
            $0.terms(of: $1)
        }
        result.end(of: answer)
    }
}

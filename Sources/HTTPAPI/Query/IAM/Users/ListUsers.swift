import AccessManagement
import IdentityModel

/// Lists users by name.
///
/// - Source: IAM API Reference, `ListUsers`.
struct ListUsers: IAMAction {
    static let action = "ListUsers"
    let users: Users

    func resource(_ members: IAMMembers) -> ManagedResource { .relative("user\(members.text("PathPrefix") ?? "/")") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (pathPrefix: String, page: PageRequest) {
        (members.optional("PathPrefix", .pathPrefix) ?? "/", try members.page())
    }

    func run(_ request: (pathPrefix: String, page: PageRequest)) async throws(AccessManagementError) -> Page<
        UserDetails
    > {
        try await users.list(pathPrefix: request.pathPrefix, request.page)
    }

    func write(_ answer: Page<UserDetails>, to result: inout XMLWriter) {
        result.list("Users", answer.items) { $0.members(of: $1) }
        result.end(of: answer)
    }
}

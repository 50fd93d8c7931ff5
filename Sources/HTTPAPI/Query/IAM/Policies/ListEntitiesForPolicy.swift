import AccessManagement
import IdentityModel

/// Lists the users and roles that a managed policy is attached to, or is the boundary of.
///
/// - Source: IAM API Reference, `ListEntitiesForPolicy`.
struct ListEntitiesForPolicy: IAMAction {
    static let action = "ListEntitiesForPolicy"
    let attachments: Attachments

    struct Request {
        let arn: String
        let filter: Filter?
        let usage: PolicyUsage?
        let pathPrefix: String
        let page: PageRequest
    }

    /// In the order in which messages list them.
    enum Filter: String, CaseIterable {
        case builtIn = "AWSManagedPolicy"
        case group = "Group"
        case local = "LocalManagedPolicy"
        case role = "Role"
        case user = "User"
    }

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            arn: members.required("PolicyArn", .arn), filter: members.choice("EntityFilter", of: Filter.self),
            usage: members.choice("PolicyUsageFilter", of: PolicyUsage.self),
            pathPrefix: members.optional("PathPrefix", .path) ?? "/", page: try members.page())
    }

    func run(_ request: Request) async throws(AccessManagementError) -> Page<AttachedEntity> {
        let kind: PolicyHolder.Kind? =
            switch request.filter {
            case .role?: .role
            case .user?: .user
            default: nil
            }
        let page = try await attachments.entities(
            with: request.arn, kind: kind, usage: request.usage, pathPrefix: request.pathPrefix, request.page)
        // There are no groups.
        return request.filter == .group ? Page(items: []) : page
    }

    func write(_ answer: Page<AttachedEntity>, to result: inout XMLWriter) {
        result.texts("PolicyGroups", [])
        result.list("PolicyUsers", answer.items.filter { $0.kind == .user }) { result, user in
            result.element("UserName", user.name)
            result.element("UserId", user.id)
        }
        result.list("PolicyRoles", answer.items.filter { $0.kind == .role }) { result, role in
            result.element("RoleName", role.name)
            result.element("RoleId", role.id)
        }
        result.end(of: answer)
    }
}

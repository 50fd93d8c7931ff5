import AccessManagement
import IdentityModel

/// Makes a role: who may wear it, and nothing yet of what it allows.
///
/// - Source: IAM API Reference, `CreateRole`. The answer has neither description nor longest session, as recorded.
struct CreateRole: IAMAction {
    static let action = "CreateRole"
    static let conditional: ConditionalMembers = [.tags, .newBoundary]
    static let tagging: String? = "TagRole"
    let roles: Roles

    func resource(_ members: IAMMembers) -> ManagedResource {
        .relative("role\(members.text("Path") ?? "/")\(members.text("RoleName") ?? "")")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> Roles.New {
        try members.refuseUnsupported("MaxSigninSessionDuration")
        let name = members.required("RoleName", .roleName)
        let document = members.required("AssumeRolePolicyDocument", .policyDocument)
        return Roles.New(
            name: name, path: members.optional("Path", .path) ?? "/", trustPolicy: document,
            description: members.optional("Description", .roleDescription),
            maxSessionSeconds: try members.optional("MaxSessionDuration", in: 3_600...43_200) ?? 3_600,
            tags: try members.tags(), boundary: members.optional("PermissionsBoundary", .arn))
    }

    func run(_ request: Roles.New) async throws(AccessManagementError) -> RoleDetails {
        try await roles.create(request)
    }

    func write(_ answer: RoleDetails, to result: inout XMLWriter) {
        result.open("Role")
        result.members(of: answer)
        result.boundaryIfAny(answer.boundary)
        result.tagsIfAny(answer.tags)
        result.close("Role")
    }
}

extension XMLWriter {
    /// What every description of a role begins with.
    mutating func members(of role: RoleDetails) {
        element("Path", role.path)
        element("RoleName", role.name)
        element("RoleId", role.id.rawValue)
        element("Arn", role.arn)
        element("CreateDate", Timestamp.seconds(role.createdAt))
        document("AssumeRolePolicyDocument", role.trustPolicy)
    }

    /// What some descriptions go on with.
    mutating func terms(of role: RoleDetails) {
        if let description = role.description { element("Description", description) }
        element("MaxSessionDuration", String(role.maxSessionSeconds))
    }
}

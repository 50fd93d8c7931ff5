import AccessManagement
import IdentityModel

/// Makes a user, who has no keys and no rights yet.
///
/// - Source: IAM API Reference, `CreateUser`.
struct CreateUser: IAMAction {
    static let action = "CreateUser"
    static let conditional: ConditionalMembers = [.tags, .newBoundary]
    static let tagging: String? = "TagUser"
    let users: Users

    struct Request {
        let name: String
        let path: String
        let tags: [Tag]
        let boundary: String?
    }

    func resource(_ members: IAMMembers) -> ManagedResource {
        .relative("user\(members.text("Path") ?? "/")\(members.text("UserName") ?? "")")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            name: members.required("UserName", .userName), path: members.optional("Path", .path) ?? "/",
            tags: try members.tags(), boundary: members.optional("PermissionsBoundary", .arn))
    }

    func run(_ request: Request) async throws(AccessManagementError) -> UserDetails {
        try await users.create(request.name, path: request.path, tags: request.tags, boundary: request.boundary)
    }

    func write(_ answer: UserDetails, to result: inout XMLWriter) {
        result.open("User")
        result.members(of: answer)
        result.boundaryIfAny(answer.boundary)
        result.tagsIfAny(answer.tags)
        result.close("User")
    }
}

extension XMLWriter {
    /// What every description of a user begins with.
    mutating func members(of details: UserDetails) {
        element("Path", details.user.path)
        element("UserName", details.user.name)
        element("UserId", details.user.id.rawValue)
        element("Arn", details.user.arn)
        element("CreateDate", Timestamp.seconds(details.createdAt))
    }
}

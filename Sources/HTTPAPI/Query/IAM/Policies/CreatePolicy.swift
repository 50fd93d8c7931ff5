import AccessManagement
import IdentityModel

/// Makes a managed policy; its document is version 1 and counts.
///
/// - Source: IAM API Reference, `CreatePolicy`.
struct CreatePolicy: IAMAction {
    static let action = "CreatePolicy"
    static let conditional: ConditionalMembers = .tags
    static let tagging: String? = "TagPolicy"
    let policies: ManagedPolicies

    struct Request {
        let name: String
        let path: String
        let document: String
        let description: String?
        let tags: [Tag]
    }

    func resource(_ members: IAMMembers) -> ManagedResource {
        .relative("policy\(members.text("Path") ?? "/")\(members.text("PolicyName") ?? "")")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            name: members.required("PolicyName", .policyName), path: members.optional("Path", .policyPath) ?? "/",
            document: members.required("PolicyDocument", .policyDocument),
            description: members.optional("Description", .policyDescription), tags: try members.tags())
    }

    func run(_ request: Request) async throws(AccessManagementError) -> ManagedPolicy {
        try await policies.create(
            request.name, path: request.path, document: request.document, description: request.description,
            tags: request.tags)
    }

    func write(_ answer: ManagedPolicy, to result: inout XMLWriter) {
        result.open("Policy")
        result.members(of: answer)
        result.tagsIfAny(answer.tags)
        result.close("Policy")
    }
}

extension XMLWriter {
    /// What every description of a managed policy begins with.
    mutating func members(of policy: ManagedPolicy) {
        element("PolicyName", policy.name)
        element("PolicyId", policy.id)
        element("Arn", policy.arn)
        element("Path", policy.path)
        element("DefaultVersionId", "v\(policy.defaultVersion)")
        element("AttachmentCount", String(policy.attachmentCount))
        element("PermissionsBoundaryUsageCount", String(policy.boundaryCount))
        element("IsAttachable", "true")
        element("CreateDate", Timestamp.seconds(policy.createdAt))
        element("UpdateDate", Timestamp.seconds(policy.modifiedAt))
    }

    mutating func members(of version: PolicyVersion, withDocument: Bool) {
        if withDocument { document("Document", version.document) }
        element("VersionId", "v\(version.number)")
        element("IsDefaultVersion", version.isDefault ? "true" : "false")
        element("CreateDate", Timestamp.seconds(version.createdAt))
    }
}

import AccessManagement

/// Takes tags from a managed policy.
///
/// - Source: IAM API Reference, `UntagPolicy`.
struct UntagPolicy: IAMAction {
    static let action = "UntagPolicy"
    static let conditional: ConditionalMembers = .tagKeys
    let tagging: Tagging

    func resource(_ members: IAMMembers) -> ManagedResource { .policy(arn: members.text("PolicyArn") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> (owner: TagOwner, keys: [String]) {
        (.policy(members.required("PolicyArn", .arn)), try members.required(list: "TagKeys", of: .tagKey, limit: 50))
    }

    func run(_ request: (owner: TagOwner, keys: [String])) async throws(AccessManagementError) {
        try await tagging.remove(request.keys, from: request.owner)
    }
}

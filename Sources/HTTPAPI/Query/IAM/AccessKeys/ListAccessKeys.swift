import AccessManagement
import IdentityModel

/// Lists a user's access keys, without their secrets; the caller's when no user is named.
///
/// - Source: IAM API Reference, `ListAccessKeys`.
struct ListAccessKeys: IAMAction {
    static let action = "ListAccessKeys"
    let keys: AccessKeys

    func resource(_ members: IAMMembers) -> ManagedResource {
        members.userOrCaller.map(ManagedResource.user) ?? .relative("user/")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> (name: String, page: PageRequest) {
        (try members.userNameOrCaller(), try members.page())
    }

    func run(
        _ request: (name: String, page: PageRequest)
    ) async throws(AccessManagementError) -> (user: String, page: Page<AccessKey>) {
        try await keys.list(of: request.name, request.page)
    }

    func write(_ answer: (user: String, page: Page<AccessKey>), to result: inout XMLWriter) {
        result.list("AccessKeyMetadata", answer.page.items) { result, key in
            result.element("UserName", answer.user)
            result.element("AccessKeyId", key.id.rawValue)
            result.element("Status", key.isActive ? "Active" : "Inactive")
            result.element("CreateDate", Timestamp.seconds(key.createdAt))
        }
        result.end(of: answer.page)
    }
}

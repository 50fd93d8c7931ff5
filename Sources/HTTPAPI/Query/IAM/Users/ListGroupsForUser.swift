import AccessManagement

/// Lists the groups of a user. There are no groups here, so the list is empty; clients ask for it before they delete.
///
/// - Source: IAM API Reference, `ListGroupsForUser`.
struct ListGroupsForUser: IAMAction {
    static let action = "ListGroupsForUser"
    let users: Users

    func resource(_ members: IAMMembers) -> ManagedResource { .user(members.text("UserName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        _ = try members.page()
        return members.required("UserName", .existingUserName)
    }

    func run(_ name: String) async throws(AccessManagementError) -> Page<String> {
        _ = try await users.find(name)
        return Page(items: [])
    }

    func write(_ answer: Page<String>, to result: inout XMLWriter) {
        result.texts("Groups", answer.items)
        result.end(of: answer)
    }
}

import AccessManagement

/// Lists the instance profiles of a role. There are none here, so the list is empty; clients ask for it before they
/// delete.
///
/// - Source: IAM API Reference, `ListInstanceProfilesForRole`.
struct ListInstanceProfilesForRole: IAMAction {
    static let action = "ListInstanceProfilesForRole"
    let roles: Roles

    func resource(_ members: IAMMembers) -> ManagedResource { .role(members.text("RoleName") ?? "") }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        _ = try members.page()
        return members.required("RoleName", .roleName)
    }

    func run(_ name: String) async throws(AccessManagementError) -> Page<String> {
        _ = try await roles.find(name)
        return Page(items: [])
    }

    func write(_ answer: Page<String>, to result: inout XMLWriter) {
        result.texts("InstanceProfiles", answer.items)
        result.end(of: answer)
    }
}

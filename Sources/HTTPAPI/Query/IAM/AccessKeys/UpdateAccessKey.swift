import AccessManagement

/// Switches an access key off, or on again. Every replica follows within a second.
///
/// - Source: IAM API Reference, `UpdateAccessKey`.
struct UpdateAccessKey: IAMAction {
    static let action = "UpdateAccessKey"
    let keys: AccessKeys

    struct Request {
        let user: String
        let key: String
        let status: Status?
    }

    /// In the order in which messages list them.
    enum Status: String, CaseIterable {
        case active = "Active"
        case expired = "Expired"
        case inactive = "Inactive"
    }

    func resource(_ members: IAMMembers) -> ManagedResource {
        members.userOrCaller.map(ManagedResource.user) ?? .relative("user/")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> Request {
        Request(
            user: try members.userNameOrCaller(), key: members.required("AccessKeyId", .accessKeyID),
            status: members.required("Status", of: Status.self))
    }

    func run(_ request: Request) async throws(AccessManagementError) {
        // A status that is missing has been refused; keys expire nowhere.
        guard let status = request.status, status != .expired else {
            throw .invalidInput("Status must be Active or Inactive.")
        }
        try await keys.setActive(status == .active, request.key, of: request.user)
    }
}

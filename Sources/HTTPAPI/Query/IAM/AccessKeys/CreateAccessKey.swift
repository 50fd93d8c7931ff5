import AccessManagement
import IdentityModel

/// Gives a user an access key. Its secret is in this answer and in no other.
///
/// - Source: IAM API Reference, `CreateAccessKey`.
struct CreateAccessKey: IAMAction {
    static let action = "CreateAccessKey"
    let keys: AccessKeys

    func resource(_ members: IAMMembers) -> ManagedResource {
        members.userOrCaller.map(ManagedResource.user) ?? .relative("user/")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> String { try members.userNameOrCaller() }

    func run(_ name: String) async throws(AccessManagementError) -> (key: NewAccessKey, details: AccessKey) {
        try await keys.create(for: name)
    }

    func write(_ answer: (key: NewAccessKey, details: AccessKey), to result: inout XMLWriter) {
        result.open("AccessKey")
        result.element("UserName", answer.key.user.name)
        result.element("AccessKeyId", answer.key.id.rawValue)
        result.element("Status", "Active")
        result.element("SecretAccessKey", answer.key.secret.reveal())
        result.element("CreateDate", Timestamp.seconds(answer.details.createdAt))
        result.close("AccessKey")
    }
}

import AccessManagement
import IdentityModel

/// Describes a user; the caller when none is named.
///
/// - Source: IAM API Reference, `GetUser`.
struct GetUser: IAMAction {
    static let action = "GetUser"
    let users: Users

    func resource(_ members: IAMMembers) -> ManagedResource {
        members.userOrCaller.map(ManagedResource.user) ?? .relative("user/")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        try members.userNameOrCaller()
    }

    func run(_ name: String) async throws(AccessManagementError) -> UserDetails {
        try await users.find(name)
    }

    func write(_ answer: UserDetails, to result: inout XMLWriter) {
        result.open("User")
        result.members(of: answer)
        result.boundaryIfAny(answer.boundary)
        result.tagsIfAny(answer.tags)
        result.close("User")
    }
}

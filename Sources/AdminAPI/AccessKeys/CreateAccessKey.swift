import AccessManagement
import HTTPTypes
import IdentityModel
import StrictJSON

/// A key is as good as the user whom it is made for, so permission is asked on that user.
struct CreateAccessKey: AdminRoute {
    static let description = RouteDescription(
        "CreateAccessKey", .post, "/users/{userName}/access-keys",
        "Makes an access key of a user, and shows its secret once.", answer: .created(AccessKeyDocument.new))

    let keys: AccessKeys

    func resource(of call: AdminCall) -> AdminResource { .managed(.user(call.parameter("userName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let made = try await Problem.managing { () throws(AccessManagementError) in
            try await keys.create(for: call.parameter("userName"))
        }
        return .json(
            .created, tag: AccessKeyDocument.tag(made.details),
            location: "/users/\(made.key.user.name)/access-keys/\(made.details.id)"
        ) { json in
            json.beginObject()
            AccessKeyDocument.writeMembers(made.details, to: &json)
            json.member("secretAccessKey", made.key.secret.reveal())
            json.endObject()
        }
    }
}

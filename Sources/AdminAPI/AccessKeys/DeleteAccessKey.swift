import AccessManagement

struct DeleteAccessKey: AdminRoute {
    static let description = RouteDescription(
        "DeleteAccessKey", .delete, "/users/{userName}/access-keys/{accessKeyId}",
        "Deletes an access key: what it signs is refused from then on.", answer: .none, needsPrecondition: true)

    let keys: AccessKeys

    func resource(of call: AdminCall) -> AdminResource { .managed(.user(call.parameter("userName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.managing { () throws(AccessManagementError) in
            try await keys.delete(call.parameter("accessKeyId"), of: call.parameter("userName")) {
                call.admits(AccessKeyDocument.tag($0))
            }
        }
        return .noContent
    }
}

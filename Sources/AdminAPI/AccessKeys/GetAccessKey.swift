import AccessManagement

struct GetAccessKey: AdminRoute {
    static let description = RouteDescription(
        "GetAccessKey", .get, "/users/{userName}/access-keys/{accessKeyId}", "Shows an access key.",
        answer: .ok(AccessKeyDocument.output))

    let keys: AccessKeys

    func resource(of call: AdminCall) -> AdminResource { .managed(.user(call.parameter("userName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let key = try await Problem.managing { () throws(AccessManagementError) in
            try await keys.find(call.parameter("accessKeyId"), of: call.parameter("userName"))
        }
        return .tagged { AccessKeyDocument.write(key, to: &$0) }
    }
}

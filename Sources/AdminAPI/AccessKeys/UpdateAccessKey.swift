import AccessManagement

struct UpdateAccessKey: AdminRoute {
    static let description = RouteDescription(
        "UpdateAccessKey", .put, "/users/{userName}/access-keys/{accessKeyId}",
        "Enables an access key, or disables it: requests that it signs are refused then.",
        body: .json(.named("AccessKeySettings", .object([.init("isActive", .boolean)]))),
        answer: .ok(AccessKeyDocument.output), needsPrecondition: true)

    let keys: AccessKeys

    func resource(of call: AdminCall) -> AdminResource { .managed(.user(call.parameter("userName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let (user, id) = (call.parameter("userName"), call.parameter("accessKeyId"))
        let isActive = try call.json().flag("isActive") ?? false
        let key = try await Problem.managing { () throws(AccessManagementError) in
            try await keys.setActive(isActive, id, of: user) { call.admits(AccessKeyDocument.tag($0)) }
            return try await keys.find(id, of: user)
        }
        return .tagged { AccessKeyDocument.write(key, to: &$0) }
    }
}

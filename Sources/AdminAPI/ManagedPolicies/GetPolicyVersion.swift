import AccessManagement

struct GetPolicyVersion: AdminRoute {
    static let description = RouteDescription(
        "GetPolicyVersion", .get, "/policies/{policy}/versions/{versionId}",
        "Shows a version of a policy. Changes are made on the state of the policy, whose ETag this is not.",
        answer: .ok(ManagedPolicyDocument.version))

    let policies: ManagedPolicies

    func resource(of call: AdminCall) -> AdminResource { PolicyPlace.resource(of: call) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let version = try await Problem.managing { () throws(AccessManagementError) in
            try await policies.version(call.parameter("versionId"), of: try await PolicyPlace.arn(in: call, policies))
        }
        return .json { ManagedPolicyDocument.write(version, withDocument: true, to: &$0) }
    }
}

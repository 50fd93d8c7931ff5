import AccessManagement

struct SetDefaultPolicyVersion: AdminRoute {
    static let description = RouteDescription(
        "SetDefaultPolicyVersion", .post, "/policies/{policy}/versions/{versionId}:setDefault",
        "Lets a version count. The ETag is that of the policy.", answer: .ok(ManagedPolicyDocument.output),
        needsPrecondition: true)

    let policies: ManagedPolicies

    func resource(of call: AdminCall) -> AdminResource { PolicyPlace.resource(of: call) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        .policy(
            try await Problem.managing { () throws(AccessManagementError) in
                let arn = try await PolicyPlace.arn(in: call, policies)
                try await policies.setDefaultVersion(call.parameter("versionId"), of: arn) {
                    call.admits(ManagedPolicyDocument.tag($0))
                }
                return try await policies.whole(arn)
            })
    }
}

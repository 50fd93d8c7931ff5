import AccessManagement

struct DeletePolicyVersion: AdminRoute {
    static let description = RouteDescription(
        "DeletePolicyVersion", .delete, "/policies/{policy}/versions/{versionId}",
        "Deletes a version that does not count. The ETag is that of the policy.", answer: .none,
        needsPrecondition: true)

    let policies: ManagedPolicies

    func resource(of call: AdminCall) -> AdminResource { PolicyPlace.resource(of: call) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.managing { () throws(AccessManagementError) in
            try await policies.deleteVersion(
                call.parameter("versionId"), of: try await PolicyPlace.arn(in: call, policies)
            ) { call.admits(ManagedPolicyDocument.tag($0)) }
        }
        return .noContent
    }
}

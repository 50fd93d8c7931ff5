import AccessManagement

struct DeletePolicy: AdminRoute {
    static let description = RouteDescription(
        "DeletePolicy", .delete, "/policies/{policy}",
        "Deletes a managed policy with its versions. One that somebody has is not deleted.", answer: .none,
        needsPrecondition: true)

    let policies: ManagedPolicies

    func resource(of call: AdminCall) -> AdminResource { PolicyPlace.resource(of: call) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.managing { () throws(AccessManagementError) in
            try await policies.delete(try await PolicyPlace.arn(in: call, policies), withVersions: true) {
                call.admits(ManagedPolicyDocument.tag($0))
            }
        }
        return .noContent
    }
}

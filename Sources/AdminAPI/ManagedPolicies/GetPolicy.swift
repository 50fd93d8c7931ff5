import AccessManagement

struct GetPolicy: AdminRoute {
    static let description = RouteDescription(
        "GetPolicy", .get, "/policies/{policy}",
        "Shows a managed policy, by its name or its ARN (percent-encoded).", answer: .ok(ManagedPolicyDocument.output))

    let policies: ManagedPolicies

    func resource(of call: AdminCall) -> AdminResource { PolicyPlace.resource(of: call) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        .policy(
            try await Problem.managing { () throws(AccessManagementError) in
                try await policies.whole(try await PolicyPlace.arn(in: call, policies))
            })
    }
}

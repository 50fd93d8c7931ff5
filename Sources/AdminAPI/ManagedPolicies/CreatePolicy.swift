import AccessManagement
import IAMPolicy
import IdentityModel
import StrictJSON

struct CreatePolicy: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "CreatePolicy", .post, "/policies", "Makes a managed policy.", body: .json(ManagedPolicyDocument.new),
            answer: .created(ManagedPolicyDocument.output)))

    let policies: ManagedPolicies

    func resource(of call: AdminCall) -> AdminResource { .managed(.relative("policy\(call.newPath)\(call.newName)")) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let body = try call.json()
        var reading = PolicyReading()
        let document = reading.managedPolicy(body["document"], at: "/document")
        let tags = reading.tags(body)
        try reading.refuse()
        let made = try await Problem.managing { () throws(AccessManagementError) in
            let policy = try await policies.create(
                call.newName, path: call.newPath, document: document, description: body.text("description"), tags: tags)
            return try await policies.whole(policy.arn)
        }
        return .policy(made, isNew: true, location: "/policies/\(made.policy.name)")
    }
}

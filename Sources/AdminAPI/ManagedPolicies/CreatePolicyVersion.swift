import AccessManagement
import IdentityModel
import StrictJSON

struct CreatePolicyVersion: AdminRoute {
    static let description = RouteDescription(
        "CreatePolicyVersion", .post, "/policies/{policy}/versions",
        "Gives a policy another text, which counts at once or is kept for later. The ETag is that of the policy.",
        body: .json(ManagedPolicyDocument.newVersion), answer: .created(ManagedPolicyDocument.output),
        needsPrecondition: true)

    let policies: ManagedPolicies

    func resource(of call: AdminCall) -> AdminResource { PolicyPlace.resource(of: call) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let body = try call.json()
        var reading = PolicyReading()
        let document = reading.managedPolicy(body["document"], at: "/document")
        try reading.refuse()
        let (changed, version) = try await Problem.managing { () throws(AccessManagementError) in
            let arn = try await PolicyPlace.arn(in: call, policies)
            let version = try await policies.createVersion(
                of: arn, document: document, asDefault: body.flag("isDefault") ?? false
            ) { call.admits(ManagedPolicyDocument.tag($0)) }
            return (try await policies.whole(arn), version)
        }
        return .policy(
            changed, isNew: true, location: "/policies/\(changed.policy.name)/versions/v\(version.number)")
    }
}

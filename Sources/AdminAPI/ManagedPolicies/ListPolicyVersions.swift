import AccessManagement
import IdentityModel
import StrictJSON

struct ListPolicyVersions: AdminRoute {
    static let description = RouteDescription(
        "ListPolicyVersions", .get, "/policies/{policy}/versions", "Lists the versions of a policy, newest first.",
        answer: .ok(.page(of: ManagedPolicyDocument.version)))

    let policies: ManagedPolicies

    func resource(of call: AdminCall) -> AdminResource { PolicyPlace.resource(of: call) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let whole = try await Problem.managing { () throws(AccessManagementError) in
            try await policies.whole(try await PolicyPlace.arn(in: call, policies))
        }
        return .page(whole.versions, next: nil) { ManagedPolicyDocument.write($0, withDocument: true, to: &$1) }
    }
}

import AccessManagement
import IdentityModel

/// `{policy}` in a path: the name of one of the account's policies, or the ARN of any. No name has a colon.
enum PolicyPlace {
    static func resource(of call: AdminCall) -> AdminResource {
        let text = call.parameter("policy")
        return text.hasPrefix("arn:") ? .managed(.policy(arn: text)) : .managed(.policyNamed(text))
    }

    static func arn(
        in call: AdminCall, _ policies: ManagedPolicies
    ) async throws(AccessManagementError) -> String {
        let text = call.parameter("policy")
        return text.hasPrefix("arn:") ? text : try await policies.arn(named: text)
    }
}

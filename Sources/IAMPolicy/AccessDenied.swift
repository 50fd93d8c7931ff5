/// The refusal in AWS's words, with the layer that refused.
///
/// - Source: IAM User Guide, "Troubleshoot access denied error messages".
package struct AccessDenied: Sendable {
    package let message: String

    /// Nil when the decision is no refusal.
    package init?(_ decision: Decision, of request: AccessRequest) {
        let reason: String
        switch decision {
        case .allowed: return nil
        case .denied(let statement): reason = "with an explicit deny in \(statement.layer.phrase.withArticle)"
        case .notMentioned(let layer): reason = "because no \(layer.phrase.bare) allows the \(request.action) action"
        }
        message =
            "User: \(request.caller) is not authorized to perform: \(request.action) on resource: \(request.resource) \(reason)"
    }

    /// The one text of AssumeRoleWithWebIdentity, whatever the reason: an unknown role and a false condition look alike.
    package static let webIdentity = "Not authorized to perform sts:AssumeRoleWithWebIdentity"

    /// Older services, among them STS's AssumeRole, give no reason.
    package static func withoutReason(_ request: AccessRequest) -> String {
        "User: \(request.caller) is not authorized to perform: \(request.action) on resource: \(request.resource)"
    }
}

extension PolicyLayer {
    fileprivate var phrase: (bare: String, withArticle: String) {
        switch self {
        case .guardrail: ("service control policy", "a service control policy")
        case .resource, .trust: ("resource-based policy", "a resource-based policy")
        case .identity: ("identity-based policy", "an identity-based policy")
        case .boundary: ("permissions boundary", "a permissions boundary")
        case .session: ("session policy", "a session policy")
        }
    }
}

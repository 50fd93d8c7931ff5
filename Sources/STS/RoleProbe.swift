import IAMPolicy
import IdentityModel

import struct Foundation.Date

/// A role asked whom it would admit, without anybody wearing it: for those who look over a configuration.
///
/// The trust policy itself is evaluated, in the context of an exchange, so what is told here is what would happen.
package struct RoleProbe: Sendable {
    package let role: Role
    /// Inline and attached: what the role allows.
    package let policies: [AttachedPolicy]
    private let trust: TrustPolicy

    init(_ found: AssumableRole, policies: [AttachedPolicy]) {
        role = found.role
        trust = found.trust
        self.policies = policies
    }

    /// Whether somebody of that identity could wear the role.
    package func admits(_ identity: WebIdentity, at now: Date) -> Bool {
        judge(.assumeRoleWithWebIdentity, identity, at: now)
    }

    /// Whether they could bear their tags while they wear it.
    package func admitsTags(of identity: WebIdentity, at now: Date) -> Bool { judge(.tagSession, identity, at: now) }

    private func judge(_ action: Action, _ identity: WebIdentity, at now: Date) -> Bool {
        guard let bearer = try? TokenBearer(identity) else { return false }
        let request = AssumptionRequest(
            roleARN: role.arn, sessionName: AssumptionRequest.enhancedFlowSession)
        let context = RoleAssumption.context(of: bearer, request, role, at: now)
        return trust.evaluate(action, by: .federated(provider: bearer.provider), in: context).isAllowed
    }
}

extension RoleAssumption {
    /// Nil when there is no such role.
    package func probe(_ text: String) async throws(STSError) -> RoleProbe? {
        guard let arn = RoleARN(text), let found = try await roles.role(arn) else { return nil }
        let policies = try await permissions.policies(of: found.role.id, in: found.role.account)
        return RoleProbe(found, policies: policies)
    }
}

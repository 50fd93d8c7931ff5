import Foundation
import IAMPolicy
import IdentityModel

/// Lets somebody wear a role: asks the role's trust policy, then seals a session for it. Writes nothing.
package struct RoleAssumption: Sendable {
    private let roles: RoleDirectory
    private let mint: SessionMint

    package init(roles: RoleDirectory, mint: SessionMint) {
        self.roles = roles
        self.mint = mint
    }

    /// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`; IAM User Guide, "Policy evaluation logic".
    package func assume(
        _ request: AssumptionRequest, as identity: WebIdentity, at now: Date
    ) async throws(STSError) -> AssumedRole {
        let action = Action.assumeRoleWithWebIdentity
        guard let arn = RoleARN(request.roleARN) else {
            throw .notAuthorized(action: action.name, why: .malformedRoleARN)
        }
        guard let found = try await roles.role(arn) else {
            throw .notAuthorized(action: action.name, why: .roleNotFound)
        }
        let context = Self.context(of: identity, request, found.role, at: now)
        let decision = found.trust.evaluate(
            action, by: .federated(provider: WebIdentity.provider), in: context)
        guard decision.isAllowed else { throw .notAuthorized(action: action.name, why: .trustPolicy(decision)) }
        if !identity.tags.isEmpty {
            // Whoever may wear a role may not for that alone say who they are while they wear it.
            let tagging = found.trust.evaluate(
                .tagSession, by: .federated(provider: WebIdentity.provider), in: context)
            guard tagging.isAllowed else { throw .notAuthorized(action: action.name, why: .tagging(tagging)) }
        }

        let duration = request.duration ?? AssumptionRequest.defaultDuration
        guard duration <= found.role.maxSessionSeconds else {
            throw .durationExceedsRole(maximum: found.role.maxSessionSeconds)
        }
        let session = try Self.session(of: found.role, for: identity, request, duration: duration, at: now)
        let minted = try mint.mint(session, at: now)
        return AssumedRole(
            credentials: minted.credentials, arn: session.arn, id: session.userID, packedPolicySize: minted.packedSize)
    }

    private static func context(
        of identity: WebIdentity, _ request: AssumptionRequest, _ role: Role, at now: Date
    ) -> RequestContext {
        var context = RequestContext()
        context.setTime(Int64(now.timeIntervalSince1970))
        context.setFederatedCaller(provider: WebIdentity.provider, providerAccount: role.account.rawValue)
        context.setToken(
            .cognito, audience: identity.audience, subject: identity.subject, methods: identity.methods)
        context.setRequestTags(identity.tags.map { ($0.key, $0.value) }, transitive: [])
        context.set(.roleSessionName, to: request.sessionName)
        context.set(.roleAuthorizedByIdP, to: false)
        context.setResourceTags(role.tags.map { (key: $0.key, value: $0.value) })
        return context
    }

    private static func session(
        of role: Role, for identity: WebIdentity, _ request: AssumptionRequest, duration: Int, at now: Date
    ) throws(STSError) -> SealedSession {
        var session = SealedSession(
            kind: .assumedRole, account: role.account, principalID: role.id, principalPath: role.path,
            principalName: role.name, sessionName: request.sessionName, issuedAt: now,
            expiresAt: now + TimeInterval(duration),
            federation: .init(
                provider: WebIdentity.provider, audience: identity.audience, subject: identity.subject,
                methods: identity.methods),
            identity: .init(id: identity.identity, pool: identity.pool), principalTags: identity.tags, id: .random())
        switch request.sessionPolicy {
        case nil: break
        case .guestScopeDown: session.scopeDown = .guest(version: GuestScopeDown.standard.version)
        case .inline(let text):
            do throws(PolicyError) {
                _ = try PolicyDocument(parsing: text, as: .session)
            } catch {
                throw .malformedPolicy(error)
            }
            session.policy = text
        }
        return session
    }
}

extension SealedSession {
    /// `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`; the role's path is not part of it.
    package var arn: String { "arn:aws:sts::\(account):assumed-role/\(principalName)/\(sessionName)" }

    /// `AROA…:SESSION`.
    package var userID: String { "\(principalID):\(sessionName)" }
}

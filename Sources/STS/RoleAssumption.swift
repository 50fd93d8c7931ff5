import Foundation
import IAMPolicy
import IdentityModel

/// Lets somebody wear a role: asks the role's trust policy, then seals a session for it. Writes nothing.
package struct RoleAssumption: Sendable {
    let roles: RoleDirectory
    let permissions: Permissions
    private let mint: SessionMint
    private let revocations: SessionRevocations

    package init(
        roles: RoleDirectory, permissions: Permissions, mint: SessionMint, revocations: SessionRevocations
    ) {
        self.revocations = revocations
        self.roles = roles
        self.permissions = permissions
        self.mint = mint
    }

    /// - Source: Amazon Cognito Identity API Reference, `GetCredentialsForIdentity`.
    package func assume(
        _ request: AssumptionRequest, as identity: WebIdentity, at now: Date, _ trace: inout AssumptionTrace
    ) async throws(STSError) -> AssumedRole {
        try await mint(for: try await admit(request, as: identity, at: now, &trace), at: now, &trace)
    }

    package func assume(
        _ request: AssumptionRequest, as bearer: TokenBearer, at now: Date, _ trace: inout AssumptionTrace
    ) async throws(STSError) -> AssumedRole {
        try await mint(for: try await admit(request, as: bearer, at: now, &trace), at: now, &trace)
    }

    /// Whether an identity may wear a role. Nothing is minted yet.
    package func admit(
        _ request: AssumptionRequest, as identity: WebIdentity, at now: Date, _ trace: inout AssumptionTrace
    ) async throws(STSError) -> AdmittedRole {
        let bearer: TokenBearer
        do throws(SessionTagsError) { bearer = try TokenBearer(identity) } catch { throw .tagsRefused(error) }
        return try await admit(
            request, as: bearer,
            provenBy: identity.tokenIssuedAt.map { issued in
                { role in
                    RevocableSession(
                        account: role.account, issuedAt: issued, principalID: role.id,
                        identity: .init(id: identity.identity, pool: identity.pool), methods: identity.methods)
                }
            }, at: now, &trace)
    }

    /// - Parameter token: the token of ours that proves the bearer, as revocations see it beside a role; nil for others.
    /// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`; IAM User Guide, "Policy evaluation logic".
    private func admit(
        _ request: AssumptionRequest, as bearer: TokenBearer, provenBy token: ((Role) -> RevocableSession)? = nil,
        at now: Date, _ trace: inout AssumptionTrace
    ) async throws(STSError) -> AdmittedRole {
        let action = Action.assumeRoleWithWebIdentity
        guard let arn = RoleARN(request.roleARN) else {
            throw .notAuthorized(action: action.name, why: .malformedRoleARN)
        }
        guard let found = try await roles.role(arn) else {
            throw .notAuthorized(action: action.name, why: .roleNotFound)
        }
        trace.role = found.role
        // A token of ours must not be the way around a revocation that came after it.
        if let token, let end = try await revocations.end(of: token(found.role)) { throw .tokenRevoked(end) }
        let context = Self.context(of: bearer, request, found.role, at: now)
        func judge(_ action: Action) -> Decision {
            let judgement = found.trust.judge(action, by: .federated(provider: bearer.provider), in: context)
            trace.judgements.append((action, judgement))
            return judgement.decision
        }
        let decision = judge(action)
        guard decision.isAllowed else { throw .notAuthorized(action: action.name, why: .trustPolicy(decision)) }
        // Whoever may wear a role may not for that alone say who they are while they wear it.
        if !bearer.tags.values.isEmpty {
            let tagging = judge(.tagSession)
            guard tagging.isAllowed else { throw .notAuthorized(action: action.name, why: .tagging(tagging)) }
        }
        if bearer.sourceIdentity != nil {
            let naming = judge(.setSourceIdentity)
            guard naming.isAllowed else { throw .notAuthorized(action: action.name, why: .naming(naming)) }
        }

        var session = try Self.session(of: found.role, request, at: now)
        session.federation = .init(
            provider: bearer.provider, audience: bearer.audience, subject: bearer.subject, methods: bearer.methods)
        session.identity = bearer.identity
        session.sourceIdentity = bearer.sourceIdentity
        session.principalTags = bearer.tags.values
        session.transitiveTagKeys = bearer.tags.transitiveKeys
        trace.session = session
        return AdmittedRole(role: found.role, request: request, session: session)
    }

    /// Whether credentials that another STS made for the role are still good: nothing has ended a session like theirs.
    ///
    /// - Parameter began: when the request began that had them made.
    package func holds(_ key: AccessKeyID, since began: Date, for admitted: AdmittedRole) async throws(STSError) -> Bool
    {
        let session = RevocableSession(
            account: admitted.role.account, issuedAt: began, principalID: admitted.role.id, accessKeyID: key,
            identity: admitted.session.identity, methods: admitted.session.federation?.methods ?? [])
        return try await revocations.end(of: session) == nil
    }

    /// Our own credentials for whoever may wear the role.
    package func mint(for admitted: AdmittedRole, at now: Date, _ trace: inout AssumptionTrace) async throws(STSError)
        -> AssumedRole
    {
        try await dress(admitted.session, admitted.request, at: now, &trace)
    }

    static func context(
        of bearer: TokenBearer, _ request: AssumptionRequest, _ role: Role, at now: Date
    ) -> RequestContext {
        var context = RequestContext()
        context.setTime(Int64(now.timeIntervalSince1970))
        context.setFacts(request.facts)
        context.setNoService()
        if let identity = bearer.identity { context.set(.requestedRegion, to: identity.id.region) }
        context.setFederatedCaller(provider: bearer.provider, providerAccount: role.account.rawValue)
        context.setToken(
            bearer.keys, audience: bearer.audience, subject: bearer.subject,
            methods: bearer.methods.isEmpty ? nil : bearer.methods, originalAudience: bearer.originalAudience)
        context.setRequestTags(
            bearer.tags.values.map { ($0.key, $0.value) }, transitive: bearer.tags.transitiveKeys)
        context.set(.roleSessionName, to: request.sessionName)
        if let identity = bearer.sourceIdentity { context.set(.requestedSourceIdentity, to: identity) }
        context.set(.roleAuthorizedByIdP, to: bearer.isRoleAuthorized)
        context.setResourceTags(role.tags.map { (key: $0.key, value: $0.value) })
        return context
    }

    // MARK: For every way to a role, once it is open

    static func session(
        of role: Role, _ request: AssumptionRequest, at now: Date
    ) throws(STSError) -> SealedSession {
        let duration = request.seconds(in: role)
        guard duration <= role.maxSessionSeconds else { throw .durationExceedsRole(maximum: role.maxSessionSeconds) }
        return SealedSession(
            kind: .assumedRole, account: role.account, principalID: role.id, principalPath: role.path,
            principalName: role.name, sessionName: request.sessionName, issuedAt: now,
            expiresAt: now + TimeInterval(duration), id: .random())
    }

    /// Binds the session by its policies and makes its credentials.
    func dress(
        _ session: SealedSession, _ request: AssumptionRequest, at now: Date, _ trace: inout AssumptionTrace
    ) async throws(STSError) -> AssumedRole {
        var session = session
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
        for arn in request.policyARNs where !session.policyARNs.contains(arn) {
            guard try await permissions.sessionPolicy(arn, in: session.account) != nil else {
                throw .sessionPolicyNotFound(arn)
            }
            session.policyARNs.append(arn)
        }
        trace.session = session
        let minted = try mint.mint(session, at: now)
        trace.packedPolicySize = minted.packedSize
        return AssumedRole(
            credentials: minted.credentials, arn: session.arn, id: session.userID, packedPolicySize: minted.packedSize,
            sourceIdentity: session.sourceIdentity)
    }
}

extension SealedSession {
    /// `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`; the role's path is not part of it.
    package var arn: String { "arn:aws:sts::\(account):assumed-role/\(principalName)/\(sessionName)" }

    /// `AROA…:SESSION`.
    package var userID: String { "\(principalID):\(sessionName)" }
}

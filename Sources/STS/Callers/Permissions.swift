import IAMPolicy
import IdentityModel

import struct Foundation.Date

/// Whether a caller may do something: asks the policies of the user or role, its boundary, and those of the session.
///
/// - Source: IAM User Guide, "Policy evaluation logic".
package struct Permissions: Sendable {
    private let policies: IdentityPolicyDirectory
    private let now: @Sendable () -> Date

    package init(_ policies: IdentityPolicyDirectory, now: @escaping @Sendable () -> Date = { Date() }) {
        self.policies = policies
        self.now = now
    }

    /// - Parameter enrich: adds what is known of the request beyond its caller.
    /// - Throws: `STSError.accessDenied` with the message that names who, what and on which resource.
    package func require(
        _ action: Action, on resource: ARN, by caller: RecognisedCaller,
        _ enrich: (inout RequestContext) -> Void = { _ in }
    ) async throws(STSError) {
        let request = AccessRequest(by: caller.principal, action: action, resource: resource, context: RequestContext())
        let decision = try await judge(action, on: resource, by: caller, enrich).decision
        if let denied = AccessDenied(decision, of: request) { throw .accessDenied(denied.message) }
    }

    /// - Parameters:
    ///   - owner: the account that the resource is of; nil for the caller's.
    ///   - policy: the resource's own, when it has one.
    package func decide(
        _ action: Action, on resource: ARN, ownedBy owner: AccountID? = nil, under policy: AttachedPolicy? = nil,
        by caller: RecognisedCaller, _ enrich: (inout RequestContext) -> Void = { _ in }
    ) async throws(STSError) -> Decision {
        try await judge(action, on: resource, ownedBy: owner, under: policy, by: caller, enrich).decision
    }

    /// As `decide`, with everything that the decision was made from.
    func judge(
        _ action: Action, on resource: ARN, ownedBy owner: AccountID? = nil, under policy: AttachedPolicy? = nil,
        by caller: RecognisedCaller, _ enrich: (inout RequestContext) -> Void = { _ in }
    ) async throws(STSError) -> Judgement {
        // Gone since the signature was judged: nothing allows anything.
        let identity = try await policies.grants(of: caller.principalID, in: caller.account) ?? IdentityGrants()
        var context = RequestContext()
        context.setTime(Int64(now().timeIntervalSince1970))
        // Before the caller's, because a session's own tags win.
        context.setPrincipalTags(identity.tags.map { (key: $0.key, value: $0.value) })
        context.setCaller(caller)
        context.setFacts(caller.facts)
        context.set(.resourceAccount, to: (owner ?? caller.account).rawValue)
        enrich(&context)
        let request = AccessRequest(
            by: caller.principal, action: action, resource: resource, ownedBy: owner, context: context)
        return PolicyLayers(
            identity: identity.policies, boundary: identity.boundary, session: try await sessionPolicies(of: caller),
            resource: policy
        ).judge(request)
    }

    /// The same for somebody who has shown an OpenID token of ours and wears no role: the resource's own policy is all
    /// there is, and it must name our tokens as a principal. Nil for nobody in particular.
    package func decide(
        _ action: Action, on resource: ARN, under policy: AttachedPolicy, by identity: WebIdentity?,
        asking facts: RequestFacts
    ) -> Decision {
        var context = RequestContext()
        context.setTime(Int64(now().timeIntervalSince1970))
        context.setFacts(facts)
        context.setNoService()
        if let account = resource.account { context.set(.resourceAccount, to: account) }
        var caller = Caller.anonymous
        if let identity {
            caller = .federated(provider: WebIdentity.provider)
            context.set(.federatedProvider, to: WebIdentity.provider)
            context.set(.principalType, to: "User")
            context.set(.userID, to: WebIdentity.provider)
            context.set(.requestedRegion, to: identity.pool.region)
            context.setToken(
                .cognito, audience: identity.audience, subject: identity.subject,
                methods: identity.methods.isEmpty ? nil : identity.methods)
        } else {
            context.setAnonymousCaller()
        }
        return PolicyLayers(resource: policy)
            .evaluate(AccessRequest(by: caller, action: action, resource: resource, context: context))
    }

    /// Everything that says what a user or role may do; none when it is gone.
    func policies(of id: UniqueID, in account: AccountID) async throws(STSError) -> [AttachedPolicy] {
        try await policies.grants(of: id, in: account)?.policies ?? []
    }

    /// A managed policy that may bound sessions of the account; nil when there is none of that ARN.
    func sessionPolicy(_ arn: String, in account: AccountID) async throws(STSError) -> AttachedPolicy? {
        try await policies.managedPolicy(arn, of: account)
    }

    /// What the session may do at most; nil when it was made without such a bound.
    private func sessionPolicies(of caller: RecognisedCaller) async throws(STSError) -> [AttachedPolicy]? {
        guard case .session(let session) = caller.standing else { return nil }
        var bounds = try session.ownPolicies
        for arn in session.policyARNs {
            // One that was deleted meanwhile allows nothing, and the bound stays.
            let policy = try await sessionPolicy(arn, in: session.account)
            bounds = (bounds ?? []) + (policy.map { [$0] } ?? [])
        }
        return bounds
    }
}

extension SealedSession {
    /// The policies that were sealed into the session.
    fileprivate var ownPolicies: [AttachedPolicy]? {
        get throws(STSError) {
            var policies: [AttachedPolicy]?
            if case .guest? = scopeDown { policies = GuestScopeDown.standard.session }
            if let text = policy {
                do throws(PolicyError) {
                    let document = try PolicyDocument(parsing: text, as: .session)
                    policies = (policies ?? []) + [AttachedPolicy(name: "SessionPolicy", document: document)]
                } catch {
                    throw .unavailable("a sealed session policy cannot be read: \(error)")
                }
            }
            return policies
        }
    }
}

extension RequestContext {
    /// The keys that say who is calling.
    ///
    /// - Source: IAM User Guide, "AWS global condition context keys".
    fileprivate mutating func setCaller(_ caller: RecognisedCaller) {
        set(.principalAccount, to: caller.account.rawValue)
        set(.userID, to: caller.userID)
        set(.requestedRegion, to: caller.region)
        setNoService()
        switch caller.standing {
        case .user(let user): setUser(user)
        case .userSession(let user, let session):
            setUser(user)
            setTokenIssueTime(Int64(session.issuedAt.timeIntervalSince1970))
            // Long-term keys leave the key missing, and policies tell the two apart.
            set(.multiFactorAuthPresent, to: false)
        case .session(let session):
            let role = RoleARN(account: session.account, path: session.principalPath, name: session.principalName)
            set(.principalARN, to: "\(role)")
            set(.principalType, to: "AssumedRole")
            setTokenIssueTime(Int64(session.issuedAt.timeIntervalSince1970))
            setPrincipalTags(session.principalTags)
            if let identity = session.sourceIdentity { set(.sourceIdentity, to: identity) }
            if let federation = session.federation {
                set(.federatedProvider, to: federation.provider)
                setToken(
                    federation.keys, audience: federation.audience, subject: federation.subject,
                    methods: federation.methods.isEmpty ? nil : federation.methods)
            }
        }
    }

    private mutating func setUser(_ user: User) {
        set(.principalARN, to: user.arn)
        set(.principalType, to: "User")
        set(.userName, to: user.name)
    }
}

extension SealedSession.Federation {
    /// A provider that is named by its ARN has its issuer behind the first slash.
    fileprivate var keys: IssuerKeys {
        if provider == CognitoTrust.provider { return .cognito }
        guard provider.hasPrefix("arn:"), let slash = provider.firstIndex(of: "/") else {
            return IssuerKeys(issuer: provider)
        }
        return IssuerKeys(issuer: String(provider[slash...].dropFirst()))
    }
}

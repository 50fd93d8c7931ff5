import IAMPolicy
import IdentityModel

import struct Foundation.Date

/// Whether a caller may do something: asks the policies of the user or role, and those of the session.
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
        // Gone since the signature was judged: nothing allows anything.
        let identity = try await policies.grants(of: caller.principalID, in: caller.account) ?? IdentityGrants()
        var context = RequestContext()
        context.setTime(Int64(now().timeIntervalSince1970))
        // Before the caller's, because a session's own tags win.
        context.setPrincipalTags(identity.tags.map { (key: $0.key, value: $0.value) })
        context.setCaller(caller)
        enrich(&context)
        let request = AccessRequest(by: caller.principal, action: action, resource: resource, context: context)
        let decision = PolicyLayers(identity: identity.policies, session: try caller.sessionPolicies).evaluate(request)
        if let denied = AccessDenied(decision, of: request) { throw .accessDenied(denied.message) }
    }
}

extension RecognisedCaller {
    /// What the session may do at most; nil when it was made without such a bound.
    fileprivate var sessionPolicies: [AttachedPolicy]? {
        get throws(STSError) {
            guard case .session(let session) = standing else { return nil }
            var policies: [AttachedPolicy]?
            if case .guest? = session.scopeDown { policies = GuestScopeDown.standard.session }
            if let text = session.policy {
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
        set(.viaAWSService, to: false)
        set(.principalIsAWSService, to: false)
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
                    federation.provider == CognitoTrust.provider ? .cognito : IssuerKeys(issuer: federation.provider),
                    audience: federation.audience, subject: federation.subject, methods: federation.methods)
            }
        }
    }

    private mutating func setUser(_ user: User) {
        set(.principalARN, to: user.arn)
        set(.principalType, to: "User")
        set(.userName, to: user.name)
    }
}

/// Every policy that has a say in a request. Absent and empty are different: a layer that is there and allows nothing
/// grants nothing.
///
/// - Source: IAM User Guide, "Policy evaluation logic", within an account and across accounts.
package struct PolicyLayers: Sendable {
    /// Deployment-wide; nil when there are none.
    package var guardrails: [AttachedPolicy]?
    /// Inline and attached policies of the role or user.
    package var identity: [AttachedPolicy]
    package var boundary: AttachedPolicy?
    /// Inline and managed session policies; nil when the session was made without.
    package var session: [AttachedPolicy]?
    /// The resource's own policy. A role's trust policy is one that must allow, whatever the others say.
    package var resource: AttachedPolicy?

    package init(
        guardrails: [AttachedPolicy]? = nil, identity: [AttachedPolicy] = [], boundary: AttachedPolicy? = nil,
        session: [AttachedPolicy]? = nil, resource: AttachedPolicy? = nil
    ) {
        self.guardrails = guardrails
        self.identity = identity
        self.boundary = boundary
        self.session = session
        self.resource = resource
    }

    package func evaluate(_ request: AccessRequest) -> Decision {
        // Every layer is read to its end before anything is allowed: a Deny anywhere wins.
        let resourceLayer: PolicyLayer = resource?.document.kind == .trust ? .trust : .resource
        let guarded = Finding(guardrails, .guardrail, request)
        let owner = Finding(resource.map(CollectionOfOne.init), resourceLayer, request)
        let identity = Finding(identity, .identity, request)
        let bounded = Finding(boundary.map(CollectionOfOne.init), .boundary, request)
        let inSession = Finding(session ?? Self.impliedSession(of: request.caller), .session, request)
        if let deny = guarded.deny ?? owner.deny ?? identity.deny ?? bounded.deny ?? inSession.deny {
            return .denied(by: deny)
        }
        guard guarded.isAbsentOrAllows else { return .notMentioned(layer: .guardrail) }

        guard let account = request.caller.account else {
            guard let allow = owner.allow, owner.grant == .isFinal else { return .notMentioned(layer: resourceLayer) }
            return .allowed(by: allow)
        }
        let isWithinAccount = request.resourceOwner.map { $0 == account } ?? true
        if isWithinAccount, let allow = owner.allow, owner.grant == .isFinal { return .allowed(by: allow) }
        if owner.allow == nil, resourceLayer == .trust || !isWithinAccount {
            return .notMentioned(layer: resourceLayer)
        }

        var identityAllow = identity.allow
        if case .root = request.caller { identityAllow = .root }
        if isWithinAccount, identityAllow == nil, owner.grant == .standsForIdentity { identityAllow = owner.allow }
        guard let identityAllow else { return .notMentioned(layer: .identity) }
        guard bounded.isAbsentOrAllows else { return .notMentioned(layer: .boundary) }
        guard inSession.isAbsentOrAllows else { return .notMentioned(layer: .session) }
        return .allowed(by: identityAllow)
    }

    /// A federated user's session that was made without a policy grants nothing.
    private static func impliedSession(of caller: Caller) -> [AttachedPolicy]? {
        if case .federatedUser = caller { [] } else { nil }
    }
}

/// What one layer says of a request.
struct Finding {
    private(set) var isAbsent = false
    /// The first Deny that applies.
    private(set) var deny: StatementReference?
    /// The Allow that carries furthest, the first among equals.
    private(set) var allow: StatementReference?
    private(set) var grant: Grant?

    var isAbsentOrAllows: Bool { isAbsent || allow != nil }

    init(_ policies: (some Collection<AttachedPolicy>)?, _ layer: PolicyLayer, _ request: AccessRequest) {
        guard let policies else {
            isAbsent = true
            return
        }
        for policy in policies {
            for (index, statement) in policy.document.statements.enumerated() {
                // An Allow that could not carry further than the one found needs no look.
                if statement.effect == .allow, grant == .isFinal { continue }
                guard let applied = statement.grant(to: request) else { continue }
                let reference = StatementReference(
                    layer: layer, policy: policy.name, statement: index, sid: statement.sid)
                if statement.effect == .deny {
                    deny = reference
                    return
                }
                if grant.map({ $0 < applied }) ?? true {
                    allow = reference
                    grant = applied
                }
            }
        }
    }
}

import IAMPolicy
import IdentityModel
import Testing

/// Layers that allow, deny, or say nothing, and what comes of it for a role session of account 123456789012.
@Suite struct `Layers of policies` {
    enum Says {
        case absent, nothing, allow, deny
    }

    static func policy(_ name: String, _ says: Says, _ kind: PolicyKind = .managed) throws -> AttachedPolicy? {
        switch says {
        case .absent: nil
        case .nothing: try .named(name, kind, #""Effect": "Allow", "Action": "ec2:None", "Resource": "*""#)
        case .allow: try .named(name, kind, #""Effect": "Allow", "Action": "s3:*", "Resource": "*""#)
        case .deny: try .named(name, kind, #""Sid": "No", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*""#)
        }
    }

    static func reference(_ layer: PolicyLayer, _ policy: String, sid: String? = nil) -> StatementReference {
        StatementReference(layer: layer, policy: policy, statement: 0, sid: sid)
    }

    static func layers(
        guardrail: Says = .absent, identity: Says = .nothing, boundary: Says = .absent, session: Says = .absent,
        resource principal: String? = nil, effect: String = "Allow"
    ) throws -> PolicyLayers {
        PolicyLayers(
            guardrails: try policy("g", guardrail).map { [$0] },
            identity: [try policy("i", identity)].compactMap { $0 },
            boundary: try policy("b", boundary), session: try policy("s", session, .session).map { [$0] },
            resource: try principal.map {
                try .named(
                    "r", .resource, #""Effect": "\#(effect)", "Action": "s3:*", "Principal": \#($0), "Resource": "*""#)
            })
    }

    static func decide(
        _ layers: PolicyLayers, by caller: Caller = .session, ownedBy owner: AccountID? = nil
    ) -> Decision {
        layers.evaluate(
            AccessRequest(
                by: caller, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", ownedBy: owner,
                context: RequestContext()))
    }

    @Test(
        arguments: [
            (.absent, .allow, .absent, .absent, .allowed(by: reference(.identity, "i"))),
            (.absent, .nothing, .absent, .absent, .notMentioned(layer: .identity)),
            (.absent, .absent, .allow, .allow, .notMentioned(layer: .identity)),
            (.absent, .allow, .allow, .allow, .allowed(by: reference(.identity, "i"))),
            (.allow, .allow, .allow, .allow, .allowed(by: reference(.identity, "i"))),
            (.nothing, .allow, .allow, .allow, .notMentioned(layer: .guardrail)),
            (.absent, .allow, .nothing, .allow, .notMentioned(layer: .boundary)),
            (.absent, .allow, .allow, .nothing, .notMentioned(layer: .session)),
            (.absent, .allow, .nothing, .nothing, .notMentioned(layer: .boundary)),
            (.deny, .allow, .allow, .allow, .denied(by: reference(.guardrail, "g", sid: "No"))),
            (.absent, .deny, .allow, .allow, .denied(by: reference(.identity, "i", sid: "No"))),
            (.absent, .allow, .deny, .allow, .denied(by: reference(.boundary, "b", sid: "No"))),
            (.absent, .allow, .allow, .deny, .denied(by: reference(.session, "s", sid: "No"))),
            (.nothing, .nothing, .nothing, .deny, .denied(by: reference(.session, "s", sid: "No"))),
        ] as [(Says, Says, Says, Says, Decision)])
    func `must agree within an account`(
        guardrail: Says, identity: Says, boundary: Says, session: Says, decision: Decision
    ) throws {
        let layers = try Self.layers(guardrail: guardrail, identity: identity, boundary: boundary, session: session)
        #expect(Self.decide(layers) == decision)
    }

    @Test func `tell no session policy from one that grants nothing`() throws {
        var layers = try Self.layers(identity: .allow)
        #expect(Self.decide(layers).isAllowed)
        layers.session = []
        #expect(Self.decide(layers) == .notMentioned(layer: .session))
        layers.guardrails = []
        #expect(Self.decide(layers) == .notMentioned(layer: .guardrail))
    }

    @Test func `take session policies together`() throws {
        var layers = try Self.layers(identity: .allow)
        layers.session = [try Self.policy("s1", .nothing)!, try Self.policy("s2", .allow)!]
        #expect(Self.decide(layers).isAllowed)
        layers.session?.append(try Self.policy("s3", .deny)!)
        #expect(Self.decide(layers) == .denied(by: Self.reference(.session, "s3", sid: "No")))
    }

    static let role = #"{"AWS": "arn:aws:iam::123456789012:role/app/Reader"}"#
    static let exactly = #"{"AWS": "arn:aws:sts::123456789012:assumed-role/Reader/alice"}"#
    static let account = #"{"AWS": "123456789012"}"#

    @Test(
        arguments: [
            // Named exactly: nobody else is asked.
            (exactly, .nothing, .nothing, .nothing, .allowed(by: reference(.resource, "r"))),
            (exactly, .nothing, .nothing, .deny, .denied(by: reference(.session, "s", sid: "No"))),
            // The role: stands for the identity policy only.
            (role, .nothing, .absent, .absent, .allowed(by: reference(.resource, "r"))),
            (role, .nothing, .nothing, .absent, .notMentioned(layer: .boundary)),
            (role, .nothing, .allow, .nothing, .notMentioned(layer: .session)),
            (role, .allow, .allow, .allow, .allowed(by: reference(.identity, "i"))),
            (#""*""#, .nothing, .allow, .allow, .allowed(by: reference(.resource, "r"))),
            (#""*""#, .nothing, .nothing, .allow, .notMentioned(layer: .boundary)),
            // The account: delegates.
            (account, .nothing, .allow, .allow, .notMentioned(layer: .identity)),
            (account, .allow, .allow, .allow, .allowed(by: reference(.identity, "i"))),
            (#"{"AWS": "210987654321"}"#, .allow, .absent, .absent, .allowed(by: reference(.identity, "i"))),
        ] as [(String, Says, Says, Says, Decision)])
    func `weigh a resource policy by how closely it names the caller`(
        principal: String, identity: Says, boundary: Says, session: Says, decision: Decision
    ) throws {
        let layers = try Self.layers(identity: identity, boundary: boundary, session: session, resource: principal)
        #expect(Self.decide(layers) == decision)
    }

    @Test func `take the statement that carries furthest`() throws {
        let resource = try AttachedPolicy.named(
            "r", .resource, #""Effect": "Allow", "Action": "s3:*", "Principal": \#(Self.account)"#,
            #""Effect": "Allow", "Action": "s3:*", "Principal": \#(Self.exactly)"#)
        let decision = Self.decide(PolicyLayers(boundary: try Self.policy("b", .nothing), resource: resource))
        #expect(decision == .allowed(by: StatementReference(layer: .resource, policy: "r", statement: 1, sid: nil)))
    }

    @Test func `let a resource's Deny win`() throws {
        let layers = try Self.layers(identity: .allow, resource: Self.role, effect: "Deny")
        #expect(Self.decide(layers) == .denied(by: Self.reference(.resource, "r")))
    }

    @Test(
        arguments: [
            (exactly, .allow, .absent, .absent, .allowed(by: reference(.identity, "i"))),
            (exactly, .nothing, .absent, .absent, .notMentioned(layer: .identity)),
            (role, .nothing, .absent, .absent, .notMentioned(layer: .identity)),
            (exactly, .allow, .nothing, .absent, .notMentioned(layer: .boundary)),
            (exactly, .allow, .allow, .nothing, .notMentioned(layer: .session)),
            (account, .allow, .absent, .absent, .allowed(by: reference(.identity, "i"))),
            (#"{"AWS": "210987654321"}"#, .allow, .absent, .absent, .notMentioned(layer: .resource)),
            (nil, .allow, .absent, .absent, .notMentioned(layer: .resource)),
        ] as [(String?, Says, Says, Says, Decision)])
    func `must all agree when the resource is another account's`(
        principal: String?, identity: Says, boundary: Says, session: Says, decision: Decision
    ) throws {
        let layers = try Self.layers(identity: identity, boundary: boundary, session: session, resource: principal)
        #expect(Self.decide(layers, ownedBy: .other) == decision)
    }

    @Test func `let root do everything but what is denied`() throws {
        #expect(Self.decide(PolicyLayers(), by: .root(.sample)).isAllowed)
        #expect(Self.decide(PolicyLayers(), by: .root(.sample), ownedBy: .other) == .notMentioned(layer: .resource))
        #expect(
            Self.decide(try Self.layers(guardrail: .nothing), by: .root(.sample)) == .notMentioned(layer: .guardrail))
        #expect(!Self.decide(try Self.layers(resource: Self.account, effect: "Deny"), by: .root(.sample)).isAllowed)
    }

    @Test func `grant a federated user without a session policy nothing of the user's`() throws {
        let federated = Caller.federatedUser(
            account: .sample, arn: "arn:aws:sts::123456789012:federated-user/fred")
        #expect(Self.decide(try Self.layers(identity: .allow), by: federated) == .notMentioned(layer: .session))
        #expect(Self.decide(try Self.layers(identity: .allow, session: .allow), by: federated).isAllowed)
        let named = #"{"AWS": "arn:aws:sts::123456789012:federated-user/fred"}"#
        #expect(Self.decide(try Self.layers(resource: named), by: federated).isAllowed)
    }

    @Test func `ask only the resource about somebody without an account`() throws {
        #expect(Self.decide(try Self.layers(resource: #""*""#), by: .anonymous).isAllowed)
        #expect(Self.decide(try Self.layers(identity: .allow), by: .anonymous) == .notMentioned(layer: .resource))
        #expect(
            Self.decide(try Self.layers(guardrail: .nothing, resource: #""*""#), by: .anonymous)
                == .notMentioned(layer: .guardrail))
    }

    @Test func `need the trust policy's own word to assume a role`() throws {
        func decide(_ principal: String, identity: String?, by caller: Caller = .session) throws -> Decision {
            let policies = try identity.map {
                [
                    try AttachedPolicy.named(
                        "i", .inline, #""Effect": "\#($0)", "Action": "sts:AssumeRole", "Resource": "*""#)
                ]
            }
            let layers = PolicyLayers(
                identity: policies ?? [],
                resource: try .named(
                    "t", .trust, #""Effect": "Allow", "Principal": \#(principal), "Action": "sts:AssumeRole""#))
            return layers.evaluate(
                AccessRequest(
                    by: caller, action: .assumeRole, resource: "arn:aws:iam::123456789012:role/r", ownedBy: .sample,
                    context: RequestContext()))
        }
        #expect(try decide(Self.role, identity: nil) == .allowed(by: Self.reference(.trust, "t")))
        #expect(try decide(Self.account, identity: nil) == .notMentioned(layer: .identity))
        #expect(try decide(Self.account, identity: "Allow") == .allowed(by: Self.reference(.identity, "i")))
        #expect(try decide(#"{"AWS": "210987654321"}"#, identity: "Allow") == .notMentioned(layer: .trust))
        #expect(try decide(Self.role, identity: "Deny") == .denied(by: Self.reference(.identity, "i")))
        #expect(
            try decide(#"{"AWS": "210987654321"}"#, identity: nil, by: .root(.sample)) == .notMentioned(layer: .trust))
    }

    @Test func `explain every statement`() throws {
        let layers = try Self.layers(guardrail: .allow, identity: .nothing, session: .deny, resource: Self.role)
        let traces = layers.explain(
            AccessRequest(by: .session, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", context: RequestContext())
        )
        #expect(traces.map(\.statement.layer) == [.guardrail, .resource, .identity, .session])
        #expect(traces.map(\.applies) == [true, true, false, true])
        #expect(
            traces[2].mismatches
                == [.action(expected: ["ec2:None"], isNegated: false, actual: "s3:GetObject")])
    }
}

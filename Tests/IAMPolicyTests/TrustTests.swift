import IAMPolicy
import Testing

@Suite struct `The trust policy for a pool` {
    static let pool = "eu-west-1:8f5c2c9e-0000-4000-8000-123456789abc"
    static let identity = "eu-west-1:11111111-2222-4333-8444-555555555555"

    static func context(
        pool: String = pool, methods: [String]? = ["authenticated", "accounts.google.com"]
    ) -> RequestContext {
        var context = RequestContext()
        context.setTime(1_893_456_000)
        context.setFederatedCaller(provider: CognitoTrust.provider, providerAccount: "123456789012")
        context.setToken(.cognito, audience: pool, subject: identity, methods: methods)
        context.set(.roleSessionName, to: "CognitoIdentityCredentials")
        return context
    }

    static let first = StatementReference(layer: .trust, policy: "Guest", statement: 0, sid: nil)

    static func decide(
        _ trust: CognitoTrust, _ action: Action = .assumeRoleWithWebIdentity, by caller: Caller = .token,
        in context: RequestContext = context()
    ) throws -> Decision {
        try TrustPolicy(parsing: trust.text, of: "Guest").evaluate(action, by: caller, in: context)
    }

    @Test func `reads as Cognito writes it`() {
        #expect(
            CognitoTrust(pool: "p", audience: .authenticated).text
                == #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"cognito-identity.amazonaws.com:aud":"p"},"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}}]}"#
        )
        #expect(
            CognitoTrust(pool: "p", audience: .provider("x.example"), admitsTags: true, identities: ["i"]).text
                == #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"],"Condition":{"StringEquals":{"cognito-identity.amazonaws.com:aud":"p","cognito-identity.amazonaws.com:sub":["i"]},"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"x.example"}}}]}"#
        )
    }

    @Test func `admits the pool's people`() throws {
        #expect(try Self.decide(CognitoTrust(pool: Self.pool, audience: .authenticated)) == .allowed(by: Self.first))
        #expect(
            try Self.decide(CognitoTrust(pool: Self.pool, audience: .provider("accounts.google.com"))).isAllowed)
        #expect(
            try Self.decide(
                CognitoTrust(pool: Self.pool, audience: .unauthenticated),
                in: Self.context(methods: ["unauthenticated"])
            ).isAllowed)
        #expect(
            try Self.decide(
                CognitoTrust(pool: Self.pool, audience: .authenticated, identities: [Self.identity])
            ).isAllowed)
    }

    @Test(arguments: [
        (CognitoTrust(pool: "eu-west-1:another", audience: .authenticated), context()),
        (CognitoTrust(pool: pool, audience: .unauthenticated), context()),
        (CognitoTrust(pool: pool, audience: .authenticated), context(methods: ["unauthenticated"])),
        (CognitoTrust(pool: pool, audience: .authenticated), context(methods: [])),
        (CognitoTrust(pool: pool, audience: .authenticated), context(methods: nil)),
        (CognitoTrust(pool: pool, audience: .authenticated), RequestContext()),
        (CognitoTrust(pool: pool, audience: .provider("graph.facebook.com")), context()),
        (CognitoTrust(pool: pool, audience: .authenticated, identities: ["eu-west-1:someone"]), context()),
    ])
    func `admits nobody else`(trust: CognitoTrust, context: RequestContext) throws {
        #expect(try Self.decide(trust, in: context) == .notMentioned(layer: .trust))
    }

    @Test(arguments: [Caller.anonymous, .session, .user, .root(.sample), .federated(provider: "accounts.google.com")])
    func `admits no other kind of caller`(_ caller: Caller) throws {
        let trust = CognitoTrust(pool: Self.pool, audience: .authenticated)
        #expect(try Self.decide(trust, by: caller) == .notMentioned(layer: .trust))
    }

    @Test func `admits tags only when it says so`() throws {
        let plain = CognitoTrust(pool: Self.pool, audience: .authenticated)
        let tagged = CognitoTrust(pool: Self.pool, audience: .authenticated, admitsTags: true)
        #expect(try Self.decide(plain, .tagSession) == .notMentioned(layer: .trust))
        #expect(try Self.decide(tagged, .tagSession).isAllowed)
        #expect(try Self.decide(tagged, .setSourceIdentity) == .notMentioned(layer: .trust))
        #expect(try Self.decide(tagged, .assumeRole) == .notMentioned(layer: .trust))
    }

    @Test(arguments: ["StringEquals", "StringLike", "StringNotEquals", "StringEqualsIfExists"])
    func `never matches the methods without a set operator`(_ name: String) throws {
        let trust = try TrustPolicy(
            parsing: """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
                 "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                 "Condition": {"ForAllValues:StringEquals": {"cognito-identity.amazonaws.com:aud": "\(Self.pool)"},
                               "\(name)": {"cognito-identity.amazonaws.com:amr": "authenticated"}}}}
                """, of: "r", under: .standard)
        let decision = trust.evaluate(
            .assumeRoleWithWebIdentity, by: .token, in: Self.context(methods: ["authenticated"]))
        #expect(decision == .notMentioned(layer: .trust))
    }

    @Test func `does not suffice for an account that is only delegated to`() throws {
        let trust = try TrustPolicy(
            parsing: """
                {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "123456789012"}}}
                """, of: "r")
        #expect(trust.evaluate(.assumeRole, by: .session, in: RequestContext()) == .notMentioned(layer: .identity))
    }

    @Test func `lets a Deny win wherever it stands`() throws {
        let statements = [
            #"{"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:*", "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "\#(Self.pool)"}}}"#,
            #"{"Sid": "NoGuests", "Effect": "Deny", "Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:*", "Condition": {"ForAnyValue:StringEquals": {"cognito-identity.amazonaws.com:amr": "unauthenticated"}}}"#,
        ]
        for (order, index) in [(statements, 1), (statements.reversed(), 0)] {
            let trust = try TrustPolicy(
                parsing: #"{"Version": "2012-10-17", "Statement": [\#(order.joined(separator: ","))]}"#, of: "r")
            let guest = Self.context(methods: ["unauthenticated"])
            #expect(
                trust.evaluate(.assumeRoleWithWebIdentity, by: .token, in: guest)
                    == .denied(by: StatementReference(layer: .trust, policy: "r", statement: index, sid: "NoGuests")))
            #expect(trust.evaluate(.assumeRoleWithWebIdentity, by: .token, in: Self.context()).isAllowed)
        }
    }

    @Test func `evaluates what was stored without a pool, unless told to ignore it`() throws {
        let text = """
            {"Version": "2012-10-17", "Statement": [
             {"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
              "Action": "sts:AssumeRoleWithWebIdentity"},
             {"Effect": "Deny", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
              "Action": "sts:TagSession"}]}
            """
        let stored = try PolicyDocument(parsing: text, as: .trust, under: .stored)
        let open = TrustPolicy(stored, of: "r")
        let closed = TrustPolicy(stored.ignoringUnscopedCognitoStatements(), of: "r")
        #expect(open.evaluate(.assumeRoleWithWebIdentity, by: .token, in: Self.context()).isAllowed)
        #expect(
            closed.evaluate(.assumeRoleWithWebIdentity, by: .token, in: Self.context()) == .notMentioned(layer: .trust))
        #expect(
            closed.explain(.assumeRoleWithWebIdentity, by: .token, in: Self.context())[0].mismatches == [
                .audienceNotTested
            ])
        #expect(!closed.evaluate(.tagSession, by: .token, in: Self.context()).isAllowed)
        #expect(closed.explain(.tagSession, by: .token, in: Self.context())[1].applies)
        let scoped = try TrustPolicy(parsing: CognitoTrust(pool: Self.pool, audience: .authenticated).text, of: "r")
        let kept = TrustPolicy(scoped.attached.document.ignoringUnscopedCognitoStatements(), of: "r")
        #expect(kept.evaluate(.assumeRoleWithWebIdentity, by: .token, in: Self.context()).isAllowed)
    }

    @Test func `explains itself element by element`() throws {
        let trust = try TrustPolicy(
            parsing: CognitoTrust(pool: Self.pool, audience: .authenticated).text, of: "Guest")
        #expect(
            trust.explain(.assumeRoleWithWebIdentity, by: .token, in: Self.context())
                == [StatementTrace(statement: Self.first, effect: "Allow", applies: true, mismatches: [])])
        #expect(
            trust.explain(.tagSession, by: .user, in: Self.context(pool: "p", methods: ["unauthenticated"]))
                == [
                    StatementTrace(
                        statement: Self.first, effect: "Allow", applies: false,
                        mismatches: [
                            .action(
                                expected: ["sts:AssumeRoleWithWebIdentity"], isNegated: false, actual: "sts:TagSession"),
                            .principal(
                                expected: ["Federated:cognito-identity.amazonaws.com"], isNegated: false,
                                actual: "arn:aws:iam::123456789012:user/Ann"),
                            .condition(
                                name: "StringEquals", key: "cognito-identity.amazonaws.com:aud", expected: [Self.pool],
                                actual: ["p"], isIndeterminate: false),
                            .condition(
                                name: "ForAnyValue:StringLike", key: "cognito-identity.amazonaws.com:amr",
                                expected: ["authenticated"], actual: ["unauthenticated"], isIndeterminate: false),
                        ])
                ])
    }
}

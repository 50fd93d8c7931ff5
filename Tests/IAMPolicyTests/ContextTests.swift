import Testing

@testable import IAMPolicy

@Suite struct `A request's context` {
    @Test func `names keys without regard to case and keeps values as they are`() {
        var context = RequestContext()
        context.set("aws:PrincipalTag/Team", to: "Red")
        #expect(context.values(of: "AWS:principaltag/TEAM") == ["Red"])
        #expect(context.values(of: "aws:PrincipalTag/Tea") == nil)
    }

    @Test func `takes no tag for a list because of how its name ends`() {
        var context = RequestContext()
        context.set(.principalTag("auth:amr"), to: "weak")
        #expect(context[.principalTag("auth:amr")] == .single(Array("weak".utf8)))
        context.set("localhost:8080/a:amr", to: "weak")
        #expect(context["localhost:8080/a:amr"] == .list([Array("weak".utf8)]))
    }

    @Test func `tells composed and decomposed tag names apart`() {
        var context = RequestContext()
        context.set(.principalTag("e\u{301}"), to: "x")
        #expect(context.values(of: .principalTag("\u{e9}")) == nil)
    }

    @Test(arguments: [
        "aws:userid", "aws:PrincipalTag/team", "AWS:principaltag/team", "aws:SourceIp", "aws:CurrentTime",
        "aws:TokenIssueTime", "sts:ExternalId", "saml:sub", "accounts.google.com:aud", "localhost/realm:sub",
        "cognito-identity.amazonaws.com:sub", "aws:ResourceTagX", "s3:taken",
    ])
    func `takes nothing from a resource server that says who is calling`(_ name: String) {
        var context = RequestContext()
        context.set("s3:Taken", to: "by the verifier")
        let before = context.values(of: ConditionKey(name))
        #expect(throws: PolicyError.keyNotOffered(name)) { try context.offer(ConditionKey(name), "x") }
        #expect(throws: PolicyError.keyNotOffered(name)) { try context.offer(ConditionKey(name), each: ["x"]) }
        #expect(context.values(of: ConditionKey(name)) == before)
    }

    @Test(arguments: [
        "s3:prefix", "aws:ResourceTag/team", "aws:RequestTag/team", "aws:ResourceAccount", "aws:TagKeys",
        "aws:UserAgent",
        "custom:key",
    ])
    func `takes what a resource server knows of its own`(_ name: String) throws {
        var context = RequestContext()
        try context.offer(ConditionKey(name), "x")
        #expect(context.values(of: ConditionKey(name)) == ["x"])
        #expect(throws: PolicyError.keyNotOffered(name)) { try context.offer(ConditionKey(name), "y") }
    }

    @Test(arguments: ["aws:TagKeys", "sts:TransitiveTagKeys", "idp.example.com:amr", "accounts.google.com:oaud"])
    func `holds a list under a key that is declared to, even of one value`(_ name: String) throws {
        var context = RequestContext()
        context.set(ConditionKey(name), to: "x")
        for (operation, applies) in [("StringEquals", false), ("ForAnyValue:StringEquals", true)] {
            let policy = try AttachedPolicy.named(
                "p", .inline,
                #""Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"\#(operation)": {"\#(name)": "x"}}"#
            )
            let request = AccessRequest(by: .user, action: "s3:GetObject", context: context)
            #expect(PolicyLayers(identity: [policy]).evaluate(request).isAllowed == applies)
        }
    }

    @Test func `takes no value that would be slow to match`() throws {
        var context = RequestContext()
        try context.offer("s3:prefix", String(repeating: "x", count: 8_192))
        #expect(throws: PolicyError.valueTooLong("s3:x")) {
            try context.offer("s3:x", String(repeating: "x", count: 8_193))
        }
    }

    @Test func `tells the time as a date and as a number`() {
        var context = RequestContext()
        context.setTime(951_782_399)
        #expect(context.values(of: .currentTime) == ["2000-02-28T23:59:59Z"])
        #expect(context.values(of: .epochTime) == ["951782399"])
        context.setTime(-1)
        #expect(context.values(of: .currentTime) == ["1969-12-31T23:59:59Z"])
        context.setTokenIssueTime(4_102_444_800)
        #expect(context.values(of: .tokenIssueTime) == ["2100-01-01T00:00:00Z"])
    }

    @Test func `lists everything for a trace`() {
        var context = RequestContext()
        context.setRequestTags([(key: "b", value: "1"), (key: "a", value: "2")], transitive: ["a"])
        context.setPrincipalTags([(key: "k", value: "role"), (key: "K", value: "session")])
        #expect(
            context.allValues.map { "\($0.key)=\($0.values)" }
                == [
                    #"aws:PrincipalTag/k=["session"]"#, #"aws:RequestTag/a=["2"]"#, #"aws:RequestTag/b=["1"]"#,
                    #"aws:TagKeys=["b", "a"]"#, #"sts:TransitiveTagKeys=["a"]"#,
                ])
    }

    @Test func `has no tag keys without tags`() {
        var context = RequestContext()
        context.setRequestTags([], transitive: [])
        #expect(context.allValues.isEmpty)
    }
}

@Suite struct `A refusal` {
    private static let request = AccessRequest(
        by: .session, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", context: RequestContext())
    private static let start =
        "User: arn:aws:sts::123456789012:assumed-role/Reader/alice is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k"

    @Test(
        arguments: [
            (.identity, "because no identity-based policy allows the s3:GetObject action", "an identity-based policy"),
            (.session, "because no session policy allows the s3:GetObject action", "a session policy"),
            (.resource, "because no resource-based policy allows the s3:GetObject action", "a resource-based policy"),
            (.trust, "because no resource-based policy allows the s3:GetObject action", "a resource-based policy"),
            (.boundary, "because no permissions boundary allows the s3:GetObject action", "a permissions boundary"),
            (
                .guardrail, "because no service control policy allows the s3:GetObject action",
                "a service control policy"
            ),
        ] as [(PolicyLayer, String, String)])
    func `says which layer refused`(layer: PolicyLayer, silent: String, denied: String) {
        let statement = StatementReference(layer: layer, policy: "p", statement: 0, sid: nil)
        #expect(AccessDenied(.notMentioned(layer: layer), of: Self.request)?.message == "\(Self.start) \(silent)")
        #expect(
            AccessDenied(.denied(by: statement), of: Self.request)?.message
                == "\(Self.start) with an explicit deny in \(denied)")
        #expect(AccessDenied(.allowed(by: statement), of: Self.request) == nil)
    }

    @Test func `of an older service gives no reason`() {
        #expect(AccessDenied.withoutReason(Self.request) == Self.start)
        #expect(AccessDenied.webIdentity == "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    }
}

@Suite struct `The scope-down of guests` {
    private func isAllowed(_ action: Action) throws -> Bool {
        let role = try AttachedPolicy.named("role", .inline, #""Effect": "Allow", "Action": "*", "Resource": "*""#)
        let layers = PolicyLayers(identity: [role], session: GuestScopeDown.standard.session)
        return layers.evaluate(
            AccessRequest(by: .session, action: action, resource: "arn:aws:s3:::b/k", context: RequestContext())
        ).isAllowed
    }

    @Test(
        arguments: [
            "s3:GetObject", "dynamodb:Query", "sdb:Select", "textract:DetectDocumentText", "rum:PutRumEvents",
            "geo:GetMapTile",
            "geo:ListMaps", "geo:PutGeofence", "kms:Decrypt", "cognito-sync:UpdateRecords",
        ] as [Action])
    func `lets guests use what the two documents name together`(_ action: Action) throws {
        #expect(try isAllowed(action))
    }

    @Test(
        arguments: [
            "iam:CreateUser", "sts:AssumeRole", "ec2:RunInstances", "kms:CreateKey", "geo:CreateMap", "textract:X",
        ] as [Action])
    func `keeps guests from everything else`(_ action: Action) throws {
        #expect(try !isAllowed(action))
    }

    @Test func `fits a session policy and carries its version`() throws {
        let standard = GuestScopeDown.standard
        #expect(standard.inline.document.text.count <= 2_048)
        #expect(standard.version == 20_260_501)
        #expect(standard.managed.name == "arn:aws:iam::aws:policy/AmazonCognitoUnAuthedIdentitiesSessionPolicy")
    }

    @Test func `can be replaced`() throws {
        let own = try GuestScopeDown(version: 1, inlineActions: ["photos:*"], managedActions: ["albums:List"])
        let role = try AttachedPolicy.named("role", .inline, #""Effect": "Allow", "Action": "*", "Resource": "*""#)
        let layers = PolicyLayers(identity: [role], session: own.session)
        func decision(_ action: Action) -> Decision {
            layers.evaluate(AccessRequest(by: .session, action: action, context: RequestContext()))
        }
        #expect(decision("photos:Get").isAllowed)
        #expect(decision("albums:List").isAllowed)
        #expect(decision("s3:GetObject") == .notMentioned(layer: .session))
        #expect(throws: PolicyError.actionWithoutVendor) {
            try GuestScopeDown(version: 2, inlineActions: ["photos"], managedActions: [])
        }
    }
}

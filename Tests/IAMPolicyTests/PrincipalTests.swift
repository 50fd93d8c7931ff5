import IAMPolicy
import IdentityModel
import Testing

@Suite struct `A principal` {
    private static func admits(
        _ principal: String, _ caller: Caller, kind: PolicyKind = .resource, layers: PolicyLayers = .init()
    ) throws -> Bool {
        var layers = layers
        let action = kind == .trust ? "sts:AssumeRole" : "s3:GetObject"
        layers.resource = try AttachedPolicy.named(
            "p", kind, #""Effect": "Allow", "Principal": \#(principal), "Action": "\#(action)""#)
        return layers.evaluate(AccessRequest(by: caller, action: Action(action), context: RequestContext())).isAllowed
    }

    private static let anonymous = Caller.anonymous
    private static let federatedUser = Caller.federatedUser(
        account: .sample, arn: "arn:aws:sts::123456789012:federated-user/fred")

    @Test(
        arguments: [
            (#""*""#, anonymous, true),
            (#"{"AWS": "*"}"#, anonymous, true),
            (#""*""#, .session, true),
            (#"{"AWS": "*"}"#, .user, true),
            (#"{"AWS": "*"}"#, .token, false),
            (#""*""#, .service("s3.amazonaws.com"), true),
            (#"{"AWS": "arn:aws:iam::123456789012:user/Ann"}"#, .user, true),
            (#"{"AWS": "arn:aws:iam::123456789012:user/ann"}"#, .user, false),
            (#"{"AWS": "AIDAQAAAAAAAEXAMPLE02"}"#, .user, true),
            (#"{"AWS": "AROAQAAAAAAAEXAMPLE01"}"#, .session, true),
            (#"{"AWS": "AROAQAAAAAAAEXAMPLE09"}"#, .session, false),
            (#"{"AWS": "arn:aws:iam::123456789012:role/app/Reader"}"#, .session, true),
            (#"{"AWS": "arn:aws:iam::123456789012:role/Reader"}"#, .session, false),
            (#"{"AWS": "arn:aws:sts::123456789012:assumed-role/Reader/alice"}"#, .session, true),
            (#"{"AWS": "arn:aws:sts::123456789012:assumed-role/Reader/bob"}"#, .session, false),
            (#"{"AWS": "arn:aws:sts::123456789012:federated-user/fred"}"#, federatedUser, true),
            // An account only delegates: somebody there must allow it too.
            (#"{"AWS": "123456789012"}"#, .session, false),
            (#"{"AWS": "arn:aws:iam::123456789012:root"}"#, .user, false),
            (#"{"AWS": "123456789012"}"#, .root(.sample), true),
            (#"{"AWS": ["210987654321", "arn:aws:iam::123456789012:user/Ann"]}"#, .user, true),
            (#"{"Federated": "cognito-identity.amazonaws.com"}"#, .token, true),
            (
                #"{"Federated": "cognito-identity.amazonaws.com"}"#,
                .federated(provider: "Cognito-identity.amazonaws.com"), false
            ),
            (#"{"Federated": "*"}"#, .token, false),
            (#"{"Federated": "cognito-identity.amazonaws.com"}"#, .user, false),
            (#"{"Service": "ec2.amazonaws.com"}"#, .service("ec2.amazonaws.com"), true),
            (#"{"Service": "ec2.amazonaws.com"}"#, .service("s3.amazonaws.com"), false),
            (#"{"Service": "ec2.amazonaws.com"}"#, .user, false),
            (#"{"CanonicalUser": "79a59df900b949e55d96a1e698fbaced"}"#, .user, false),
            (#"{"AWS": []}"#, .user, false),
        ] as [(String, Caller, Bool)])
    func `names its caller in a resource policy`(principal: String, caller: Caller, admits: Bool) throws {
        #expect(try Self.admits(principal, caller) == admits)
    }

    @Test(
        arguments: [
            (#""NotPrincipal": {"AWS": "arn:aws:iam::123456789012:user/Ann"}"#, .user, false),
            (#""NotPrincipal": {"AWS": "arn:aws:iam::123456789012:user/Bob"}"#, .user, true),
            (#""NotPrincipal": {"AWS": "123456789012"}"#, .user, false),
            (#""NotPrincipal": {"AWS": "arn:aws:iam::123456789012:user/Bob"}"#, .anonymous, true),
            (#""NotPrincipal": {"AWS": "arn:aws:iam::123456789012:user/Bob"}"#, .token, false),
            (#""NotPrincipal": {"AWS": "*"}"#, .anonymous, false),
        ] as [(String, Caller, Bool)])
    func `that is excluded leaves everybody else`(element: String, caller: Caller, admits: Bool) throws {
        let policy = try AttachedPolicy.named(
            "p", .resource, #""Effect": "Allow", \#(element), "Action": "s3:GetObject""#)
        let request = AccessRequest(by: caller, action: "s3:GetObject", context: RequestContext())
        #expect(PolicyLayers(resource: policy).evaluate(request).isAllowed == admits)
    }

    /// Whoever denies everybody means those with tokens, too.
    @Test(arguments: [(#""*""#, PolicyKind.resource), (#"{"AWS": "*"}"#, .resource), (#"{"AWS": "*"}"#, .trust)])
    func `that is everyone denies tokens, and does not admit them`(everyone: String, kind: PolicyKind) throws {
        let resource = kind == .resource ? #", "Resource": "*""# : ""
        func decide(_ statements: String...) throws -> Decision {
            let text = #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ","))]}"#
            let document = try PolicyDocument(parsing: text, as: kind)
            let request = AccessRequest(
                by: .token, action: .assumeRoleWithWebIdentity, resource: ARN("arn:aws:s3:::a/b"),
                context: RequestContext())
            return PolicyLayers(resource: AttachedPolicy(name: "p", document: document)).evaluate(request)
        }
        let token = #"{"Federated": "\#(CognitoTrust.provider)"}"#
        let pool = #", "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "x"}}"#
        func statement(_ effect: String, _ principal: String, _ more: String = "") -> String {
            #"{"Effect": "\#(effect)", "Principal": \#(principal), "Action": "sts:AssumeRoleWithWebIdentity"\#(resource)\#(more)}"#
        }
        #expect(try !decide(statement("Allow", everyone)).isAllowed)
        guard case .denied = try decide(statement("Allow", token, pool), statement("Deny", everyone)) else {
            Issue.record("a Deny for everybody does not reach tokens")
            return
        }
    }

    @Test func `of a trust policy is everyone but tokens when it is a star`() throws {
        #expect(try Self.admits(#"{"AWS": "*"}"#, .user, kind: .trust))
        #expect(try !Self.admits(#"{"AWS": "*"}"#, .token, kind: .trust))
    }

    @Test func `is bound to the id that its name had when the policy was saved`() throws {
        let user = "arn:aws:iam::123456789012:user/Ann"
        let role = "arn:aws:iam::123456789012:role/app/Reader"
        let saved = try AttachedPolicy.named(
            "r", .trust,
            #""Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": ["\#(user)", "\#(role)", "\#(user)", "123456789012", "arn:aws:sts::123456789012:assumed-role/Reader/alice"]}"#
        ).document
        #expect(saved.namedPrincipals == [user, role])

        let bound = saved.bindingPrincipals([user: "AIDAQAAAAAAAEXAMPLE02", role: "AROAQAAAAAAADELETED03"])
        let layers = PolicyLayers(resource: AttachedPolicy(name: "r", document: bound))
        let namesake = Caller.user(account: .sample, arn: user, id: "AIDAQAAAAAAANAMESAKE4")
        func isAllowed(_ caller: Caller) -> Bool {
            layers.evaluate(AccessRequest(by: caller, action: .assumeRole, context: RequestContext())).isAllowed
        }
        #expect(isAllowed(.user))
        #expect(!isAllowed(namesake))
        #expect(isAllowed(.session))
        let otherSession = Caller.roleSession(
            .init(
                account: .sample, roleARN: role, roleID: "AROAQAAAAAAAEXAMPLE01",
                sessionARN: "arn:aws:sts::123456789012:assumed-role/Reader/bob"))
        #expect(!isAllowed(otherSession))
    }
}

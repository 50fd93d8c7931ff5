import IdentityModel
import Testing

@testable import RoleRules

@Suite struct `Of several providers with a mapping,` {
    private static func gives(_ name: String) -> RoleMapping {
        RoleMapping(.rules([RoleRule("sub", .equals, "1", gives: role(name))]), otherwise: .deny)
    }

    private static let chooser = RoleChooser.sample([
        RuleLogin.userPoolKey: gives("user-pool"), RuleLogin.openIDKey: gives("openid"),
        "arn:aws:iam::123456789012:oidc-provider/a.example.com": gives("openid-a"),
        RuleLogin.samlKey: gives("saml"), "accounts.google.com": gives("google"),
        "graph.facebook.com": gives("facebook"),
    ])

    private static func logins() throws -> [RuleLogin] {
        let claims = #"{"sub": "1"}"#
        return [
            try .userPool(claims), try .openID(claims, "a.example.com"), try .openID(claims), try .saml(claims),
            try .social(claims), try .social(claims, "graph.facebook.com"),
        ]
    }

    @Test func `a user pool is asked first, then OpenID Connect, SAML and social ones, each kind by its key`() throws {
        var logins = try Self.logins()
        for expected in ["user-pool", "openid-a", "openid", "saml", "google", "facebook"] {
            for order in [logins, logins.reversed(), Array(logins.dropFirst() + logins.prefix(1))] {
                let choice = try Self.chooser.choose(for: .logins(order), requested: nil, in: .sample)
                #expect(choice.roleARN == role(expected))
            }
            logins.removeFirst()
        }
    }

    @Test func `the first decides, even when it refuses and the next would not`() throws {
        let (refused, admitted) = (try RuleLogin.userPool(), try RuleLogin.social(#"{"sub": "1"}"#))
        #expect(
            refusal { () throws(RoleRefusal) in try Self.chooser.choose(admitted, refused) }
                == .ambiguous(mapping: RuleLogin.userPoolKey, .noRuleMatches))
        #expect(
            refusal { () throws(RoleRefusal) in try Self.chooser.choose(admitted, refused, requested: role("google")) }
                == .notEntitled(roleARN: role("google"), .rules(mapping: RuleLogin.userPoolKey)))
    }

    @Test func `one without a mapping is passed over`() throws {
        let chooser = RoleChooser.sample(["graph.facebook.com": Self.gives("facebook")])
        let choice = try chooser.choose(for: .logins(Self.logins()), requested: nil, in: .sample)
        #expect(choice.roleARN == role("facebook"))
    }

    @Test func `an assertion that names roles decides at its place`() throws {
        let saml = try RuleLogin.saml(#"{"https://aws.amazon.com/SAML/Attributes/Role": "\#(role("a"))"}"#)
        let claims = #"{"sub": "1"}"#
        #expect(try Self.chooser.choose(.social(claims), saml).roleARN == role("a"))
        #expect(try Self.chooser.choose(saml, .openID(claims)).roleARN == role("openid"))
    }

    @Test func `the key of a login that comes first stands`() throws {
        let both = RoleChooser.sample([
            RuleLogin.openIDKey: Self.gives("by-arn"), "idp.example.com": Self.gives("by-host"),
        ])
        #expect(try both.choose(.openID(#"{"sub": "1"}"#)).roleARN == role("by-arn"))
        let host = RoleChooser.sample(["idp.example.com": Self.gives("by-host")])
        #expect(try host.choose(.openID(#"{"sub": "1"}"#)).roleARN == role("by-host"))
    }

    @Test func `keys are compared by their bytes`() throws {
        let chooser = RoleChooser.sample(["caf\u{e9}.example.com": Self.gives("cafe")])
        #expect(try chooser.choose(.openID("{}", "cafe\u{301}.example.com")).roleARN == role("authenticated"))
    }

    @Test func `any tells that the classic flow is closed`() throws {
        let chooser = RoleChooser.sample(["graph.facebook.com": Self.gives("facebook")])
        #expect(try chooser.maps(.logins(Self.logins())))
        #expect(try !chooser.maps(.logins([.userPool(), .openID(), .social(), .developer()])))
        #expect(!chooser.maps(.logins([])))
        #expect(!chooser.maps(.guest))
    }
}

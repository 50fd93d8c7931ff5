import IdentityModel
import Testing

@testable import RoleRules

@Suite struct `The roles of a SAML assertion` {
    private static let provider = RuleLogin.samlKey
    private static let mapping = [
        provider: RoleMapping(
            .rules([RoleRule("dept", .equals, "Sales", gives: role("sales"))]), otherwise: .authenticatedRole)
    ]

    private static func login(_ roles: String..., more: String = "") throws -> RuleLogin {
        let values = roles.map { "\"\($0)\"" }.joined(separator: ",")
        return try .saml(#"{"https://aws.amazon.com/SAML/Attributes/Role": [\#(values)]\#(more)}"#)
    }

    private static func asserted(_ name: String, _ how: RoleChoice.AssertedRole) -> RoleChoice {
        RoleChoice(role(name), because: .asserted(provider: provider, how))
    }

    @Test func `decide when there is one, in either order and before any mapping`() throws {
        let chooser = RoleChooser.sample(Self.mapping)
        let sales = #", "dept": "Sales""#
        for value in [role("a") + "," + Self.provider, Self.provider + "," + role("a"), role("a")] {
            #expect(try chooser.choose(Self.login(value, more: sales)) == Self.asserted("a", .only))
        }
        #expect(
            try chooser.choose(.saml(#"{"https://aws.amazon.com/SAML/Attributes/Role": "\#(role("a"))"}"#))
                == Self.asserted("a", .only))
    }

    @Test func `are what can be asked for`() throws {
        let chooser = RoleChooser.sample(Self.mapping)
        let login = try Self.login(role("a") + "," + Self.provider, role("b") + "," + Self.provider)
        #expect(try chooser.choose(login, requested: role("b")) == Self.asserted("b", .requested))
        for other in [role("sales"), role("authenticated"), Self.provider] {
            #expect(
                refusal { () throws(RoleRefusal) in try chooser.choose(login, requested: other) }
                    == .notEntitled(roleARN: other, .assertion(provider: Self.provider)))
        }
    }

    @Test func `leave it to the mapping when there are several, and else the first is taken`() throws {
        let login = try Self.login(role("a"), role("b"), more: #", "dept": "Sales""#)
        #expect(try RoleChooser.sample(Self.mapping).choose(login).roleARN == role("sales"))
        #expect(try RoleChooser.sample().choose(login) == Self.asserted("a", .first))
    }

    @Test func `change nothing when there are none`() throws {
        #expect(try RoleChooser.sample(Self.mapping).choose(.saml(#"{"dept": "Sales"}"#)).roleARN == role("sales"))
        #expect(try RoleChooser.sample(Self.mapping).choose(Self.login(Self.provider)).roleARN == role("authenticated"))
        #expect(
            try RoleChooser.sample().choose(.saml())
                == RoleChoice(role("authenticated"), because: .defaultForAuthenticated))
    }

    @Test func `count for nothing in a token of another kind`() throws {
        let claims = #"{"https://aws.amazon.com/SAML/Attributes/Role": "\#(role("a"))"}"#
        #expect(try RoleChooser.sample().choose(.openID(claims)).roleARN == role("authenticated"))
    }
}

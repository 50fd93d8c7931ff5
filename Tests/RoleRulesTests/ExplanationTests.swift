import IdentityModel
import Testing

@testable import RoleRules

@Suite struct `An explanation` {
    private static let rules = [
        RoleRule("dept", .equals, "Sales", gives: role("sales")),
        RoleRule("title", .notEqual, "Clerk", gives: role("heads")),
        RoleRule("groups", .contains, "min", gives: role("admins")),
        RoleRule("dept", .contains, "a", gives: role("late")),
    ]
    private static let chooser = RoleChooser.sample([
        RuleLogin.userPoolKey: RoleMapping(.rules(rules), otherwise: .deny),
        RuleLogin.openIDKey: RoleMapping(.token, otherwise: .deny),
    ])

    private static func test(_ rule: RuleTrace) -> TestTrace? {
        guard rule.condition.count == 1, case .test(let test) = rule.condition[0] else { return nil }
        return test
    }

    @Test func `lists every rule that was tried, and what it compared`() throws {
        let login = try RuleLogin.userPool(
            #"{"dept": "Legal", "groups": ["users", {"a": 1}, "admins"], "title": null}"#)
        let explained = Self.chooser.explain(.logins([login]), requested: nil, in: .sample)
        #expect(explained.trace.rules.map(\.index) == [0, 1, 2])
        #expect(explained.trace.rules.map(\.matches) == [false, false, true])
        #expect(explained.trace.rules.map(\.roleARN) == [role("sales"), role("heads"), role("admins")])
        let tests = try explained.trace.rules.map { try #require(Self.test($0)) }
        #expect(tests.map(\.actual) == [["Legal"], nil, ["users", "{…}", "admins"]])
        #expect(tests.map(\.finding) == [.doesNotHold, .missing, .holds])
        #expect(tests[1].test.subject == .claim("title"))
        #expect(tests[1].test.isNegated)
        #expect(tests[2].test.comparison == .text(TextComparison(.contains, "min")))
    }

    @Test func `goes on to the rule that was asked for`() throws {
        let login = try RuleLogin.userPool(#"{"dept": "Sales"}"#)
        let explained = Self.chooser.explain(.logins([login]), requested: role("late"), in: .sample)
        #expect(explained.trace.rules.map(\.matches) == [true, false, false, true])
        #expect(try explained.outcome.get().roleARN == role("late"))
    }

    @Test func `says which claims are objects, and which addresses unverified`() throws {
        let chooser = RoleChooser.sample([
            RuleLogin.userPoolKey: RoleMapping(
                .rules([
                    RoleRule("address", .contains, "a", gives: role("x")),
                    RoleRule("email", .equals, "a@b.c", gives: role("x")),
                ]), otherwise: .deny)
        ])
        let login = try RuleLogin.userPool(
            #"{"address": {"country": "a"}, "email": "a@b.c", "email_verified": false}"#)
        let explained = chooser.explain(.logins([login]), requested: nil, in: .sample)
        let tests = try explained.trace.rules.map { try #require(Self.test($0)) }
        #expect(tests.map(\.finding) == [.notComparable, .unverified])
        #expect(tests.map(\.actual) == [["{…}"], ["a@b.c"]])
        #expect(explained.outcome == .failure(.ambiguous(mapping: RuleLogin.userPoolKey, .noRuleMatches)))
    }

    @Test func `lists the logins that were asked, and the keys that were looked for`() throws {
        let chooser = RoleChooser.sample(["accounts.google.com": RoleMapping(.rules([]), otherwise: .authenticatedRole)]
        )
        let logins = [try RuleLogin.social(), try .openID(), try .social("{}", "graph.facebook.com")]
        let explained = chooser.explain(.logins(logins), requested: nil, in: .sample)
        #expect(explained.trace.logins.map(\.provider) == ["idp.example.com", "accounts.google.com"])
        #expect(explained.trace.logins.map(\.mapping) == [nil, "accounts.google.com"])
        #expect(explained.trace.logins.map(\.kind) == [.openID, .social])
        #expect(explained.trace.logins[0].mappingKeys == [RuleLogin.openIDKey, "idp.example.com"])
    }

    @Test func `names the roles of the token`() throws {
        let login = try RuleLogin.openID(
            #"{"cognito:roles": "\#(role("a")),\#(role("b"))", "cognito:preferred_role": "\#(role("b"))"}"#)
        let explained = Self.chooser.explain(.logins([login]), requested: nil, in: .sample)
        #expect(explained.trace.named == .init(preferred: role("b"), roles: [role("a"), role("b")]))
        #expect(explained.trace.rules == [])
    }

    @Test func `cuts what is long`() throws {
        let long = String(repeating: "é", count: 300)
        let many = Array(repeating: "\"b\"", count: 40).joined(separator: ",")
        let login = try RuleLogin.userPool(#"{"dept": "\#(long)", "groups": [\#(many)]}"#)
        let explained = Self.chooser.explain(.logins([login]), requested: nil, in: .sample)
        let tests = try explained.trace.rules.map { try #require(Self.test($0)) }
        #expect(tests[0].actual == [String(repeating: "é", count: 256) + "…"])
        #expect(tests[2].actual?.count == 25)
    }

    @Test func `of a guest has nothing to list`() {
        let explained = Self.chooser.explain(.guest, requested: nil, in: .sample)
        #expect(explained.trace == RoleTrace())
        #expect(explained.outcome == .success(RoleChoice(role("unauthenticated"), because: .defaultForGuests)))
    }
}

import IdentityModel
import StrictJSON
import Testing

@testable import RoleRules

@Suite struct `The code of a reason` {
    private static let reasons: [RoleChoice.Reason] =
        [
            .defaultForGuests, .defaultForAuthenticated, .developerProvider, .preferredRole(mapping: "m"),
            .onlyRole(mapping: "m"), .requestedRole(mapping: "m"),
            .rule(mapping: "m", index: 0, name: nil, isRequested: false),
            .rule(mapping: "m", index: 0, name: nil, isRequested: true), .asserted(provider: "p", .only),
            .asserted(provider: "p", .requested), .asserted(provider: "p", .first),
        ] + Ambiguity.allCases.map { .ambiguous(mapping: "m", $0) }

    private static let problems: [PrincipalTagProblem] = [
        .tooMany(limit: 1), .keyNotAllowed("k"), .keyRepeated("k"), .valueTooLong(key: "k", limit: 1),
        .valueNotAllowed(key: "k"),
    ]

    private static let entitlements: [RoleRefusal.Entitlement] = [
        .guest, .authenticated, .developer, .token(mapping: "m"), .rules(mapping: "m"), .assertion(provider: "p"),
    ]

    private static let refusals: [RoleRefusal] =
        [.noRole(guest: true), .noRole(guest: false)] + entitlements.map { .notEntitled(roleARN: "r", $0) }
        + Ambiguity.allCases.map { .ambiguous(mapping: "m", $0) }
        + problems.map { .tagsNotAllowed(mapping: "m", index: 0, $0) }

    @Test func `is that of no other cause`() {
        let codes = Self.reasons.map(\.code) + Self.refusals.map(\.code)
        #expect(codes.count == 30)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.allSatisfy { $0 == "-" || ("a"..."z").contains($0) } })
    }
}

@Suite struct `An explanation in JSON` {
    private static func json(_ explanation: RoleExplanation) -> String {
        var json = JSONWriter()
        explanation.write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test func `tells the role and everything that was tried`() throws {
        let document = try MappingDocument(
            parsing: #"""
                {"type": "rules", "otherwise": "deny", "rules": [
                  {"when": {"claim": "dept", "equals": "Sales"}, "role": "\#(role("sales"))"},
                  {"name": "n", "when": {"all": [{"any": [{"claim": "l", "in": ["x"]}]}, {"not": {"claim": "c", "exists": true}}]},
                   "role": "\#(role("x"))", "sessionSeconds": 900, "tags": {"t": {"value": "v"}}}]}
                """#)
        let chooser = RoleChooser(
            authenticatedRoleARN: nil, unauthenticatedRoleARN: nil, documents: ["accounts.google.com": document])
        let login = try RuleLogin.social(#"{"l": ["a", "x"]}"#)
        let explained = chooser.explain(.logins([login]), requested: nil, in: .sample)
        #expect(
            Self.json(explained)
                == #"""
                {"role":"\#(role("x"))","reason":"first-matching-rule","sessionSeconds":900,"tags":{"t":"v"},
                "logins":[{"provider":"accounts.google.com","kind":"social","mappingKeys":["accounts.google.com"],
                "mapping":"accounts.google.com"}],"rules":[{"index":0,"role":"\#(role("sales"))","matches":false,
                "condition":{"test":{"claim":"dept","equals":"Sales"},"finding":"missing"}},
                {"index":1,"name":"n","role":"\#(role("x"))","matches":true,"condition":{"all":[{"any":[
                {"test":{"claim":"l","in":["x"]},"actual":["a","x"],"finding":"holds"}],"isMet":true},
                {"not":[{"test":{"claim":"c","exists":true},"finding":"doesNotHold"}],"isMet":true}],"isMet":true}}]}
                """#.replacing("\n", with: ""))
    }

    @Test func `tells a refusal and the roles of the token`() throws {
        let chooser = RoleChooser.sample([RuleLogin.userPoolKey: RoleMapping(.token, otherwise: .deny)])
        let login = try RuleLogin.userPool(
            #"{"cognito:roles": ["\#(role("a"))"], "cognito:preferred_role": "\#(role("a"))"}"#)
        let explained = chooser.explain(.logins([login]), requested: role("b"), in: .sample)
        #expect(
            Self.json(explained)
                == #"""
                {"refusal":"requested-role-not-in-token","logins":[{"provider":"\#(RuleLogin.userPoolName)","kind":"userPool",
                "mappingKeys":["\#(RuleLogin.userPoolKey)"],"mapping":"\#(RuleLogin.userPoolKey)"}],
                "preferredRole":"\#(role("a"))","namedRoles":["\#(role("a"))"],"rules":[]}
                """#.replacing("\n", with: ""))
    }

    @Test func `of a guest is short`() {
        #expect(
            Self.json(RoleChooser.sample().explain(.guest, requested: nil, in: .sample))
                == #"{"role":"\#(role("unauthenticated"))","reason":"default-for-guests","logins":[],"rules":[]}"#)
    }
}

import IdentityModel
import Testing

@testable import RoleRules

@Suite struct `Role mappings that are set` {
    private static let keys = ["accounts.google.com", RuleLogin.userPoolKey, RuleLogin.openIDKey]
    private static let rule = RoleRule("dept", .equals, "Sales", gives: role("sales"))

    private static func rules(_ count: Int) -> [RoleRule] { Array(repeating: rule, count: count) }

    private static func problem(_ proposals: [String: RoleMappingProposal]) -> RoleMappingProblem? {
        do throws(RoleMappingProblem) {
            _ = try RoleMappingProposal.admit(proposals, keys: keys)
            return nil
        } catch {
            return error
        }
    }

    @Test func `are admitted under configured keys`() throws {
        let admitted = try RoleMappingProposal.admit(
            [
                "accounts.google.com": .init(.rules, otherwise: .deny, rules: Self.rules(25)),
                RuleLogin.userPoolKey: .init(.token, otherwise: .authenticatedRole),
            ], keys: Self.keys)
        #expect(
            admitted == [
                "accounts.google.com": RoleMapping(.rules(Self.rules(25)), otherwise: .deny),
                RuleLogin.userPoolKey: RoleMapping(.token, otherwise: .authenticatedRole),
            ])
        #expect(try RoleMappingProposal.admit([:], keys: []) == [:])
    }

    @Test(arguments: [
        "login.mycompany", "ACCOUNTS.google.com", "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00", "",
        "https://accounts.google.com", RuleLogin.userPoolKey + "2",
    ])
    func `are refused under any other key`(_ key: String) {
        #expect(Self.problem([key: .init(.token, otherwise: .deny)]) == .keyNotConfigured(key))
    }

    @Test(arguments: [
        (
            RoleMappingProposal(.token, otherwise: nil),
            RoleMappingProblem.ambiguousRoleResolutionMissing(mapping: "accounts.google.com")
        ),
        (
            .init(.rules, otherwise: nil, rules: rules(1)),
            .ambiguousRoleResolutionMissing(mapping: "accounts.google.com")
        ),
        (.init(.rules, otherwise: .deny), .rulesMissing(mapping: "accounts.google.com")),
        (.init(.rules, otherwise: .deny, rules: []), .rulesMissing(mapping: "accounts.google.com")),
        (.init(.token, otherwise: .deny, rules: rules(1)), .rulesNotAllowed(mapping: "accounts.google.com")),
        (.init(.token, otherwise: .deny, rules: []), .rulesNotAllowed(mapping: "accounts.google.com")),
        (
            .init(.rules, otherwise: .deny, rules: rules(26)),
            .tooManyRules(mapping: "accounts.google.com", limit: 25)
        ),
    ])
    func `are refused when their parts do not fit`(_ proposal: RoleMappingProposal, _ problem: RoleMappingProblem) {
        #expect(Self.problem(["accounts.google.com": proposal]) == problem)
    }

    @Test func `are checked for keys, then resolutions, then types, then numbers of rules`() {
        let (a, b, c) = ("accounts.google.com", RuleLogin.openIDKey, RuleLogin.userPoolKey)
        var proposals: [String: RoleMappingProposal] = [
            a: .init(.rules, otherwise: .deny, rules: Self.rules(26)),
            b: .init(.token, otherwise: .deny, rules: Self.rules(26)),
            c: .init(.rules, otherwise: nil),
            "zzz": .init(.token, otherwise: nil),
        ]
        #expect(Self.problem(proposals) == .keyNotConfigured("zzz"))
        proposals["zzz"] = nil
        #expect(Self.problem(proposals) == .ambiguousRoleResolutionMissing(mapping: c))
        proposals[c] = .init(.token, otherwise: .deny)
        #expect(Self.problem(proposals) == .rulesNotAllowed(mapping: b))
        proposals[b] = .init(.token, otherwise: .deny)
        #expect(Self.problem(proposals) == .tooManyRules(mapping: a, limit: 25))
        proposals[a] = .init(.rules, otherwise: .deny, rules: Self.rules(25))
        #expect(Self.problem(proposals) == nil)
    }

    @Test func `come back in the form in which they were set`() {
        for mapping in [RoleMapping(.token, otherwise: .deny), RoleMapping(.rules(Self.rules(2)), otherwise: .deny)] {
            let proposal = RoleMappingProposal(mapping)
            #expect(
                try! RoleMappingProposal.admit(["accounts.google.com": proposal], keys: Self.keys).values.first
                    == mapping)
        }
        #expect(RoleMappingProposal(RoleMapping(.token, otherwise: .deny)).rules == nil)
    }

    @Test func `are the same only byte for byte`() {
        let composed = RoleRule("dept", .equals, "\u{e9}", gives: role("sales"))
        let decomposed = RoleRule("dept", .equals, "e\u{301}", gives: role("sales"))
        #expect(composed != decomposed)
        #expect(composed == RoleRule("dept", .equals, "\u{e9}", gives: role("sales")))
        #expect(composed != RoleRule("dept", .notEqual, "\u{e9}", gives: role("sales")))
    }
}

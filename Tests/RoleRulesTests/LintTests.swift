import IdentityModel
import StrictJSON
import Testing

import struct Foundation.Date

@testable import RoleRules

@Suite struct `The linter` {
    /// What it finds in the rules of one mapping, as `code place`.
    private func findings(
        _ rules: String, key: String = "accounts.google.com", otherwise: String = "deny", tests: String = "[]",
        roles: String = #"{"authenticated":"\#(role("user"))","unauthenticated":"\#(role("guest"))"}"#,
        steps: Int = ConditionInference.mostSteps
    ) throws -> [String] {
        let configuration = try RoleConfiguration(
            parsing: #"""
                {"defaultRoles":\#(roles),"mappings":{"\#(key)":{"type":"rules","otherwise":"\#(otherwise)","rules":[\#(rules)]}},
                "tests":\#(tests)}
                """#)
        return configuration.findings(in: .mapped, at: Date(timeIntervalSince1970: 0), steps: steps)
            .filter { $0.code != .testsMissing }
            .map { "\($0.code.rawValue) \($0.place.replacing("/mappings/accounts.google.com/rules", with: ""))" }
    }

    private func rule(_ condition: String, _ name: String = "staff", _ more: String = "") -> String {
        #"{"when":\#(condition),"role":"\#(role(name))"\#(more)}"#
    }

    private let hd = #"{"claim":"hd","equals":"example.com"}"#

    /// Each level of these doubles the work of comparing them, or more.
    @Test func `comes to an end with conditions that nest, and says what it did not see`() throws {
        func nested(_ depth: Int, _ name: String) -> String {
            guard depth > 0 else { return #"{"claim":"\#(name)","equals":"1"}"# }
            let part = nested(depth - 1, name)
            let word = depth.isMultiple(of: 2) ? "any" : "all"
            let other = nested(depth - 1, name + "x")
            return #"{"\#(word)":[\#(part),\#(other)]}"#
        }
        let rules = (0..<10).map { rule(nested(5, "a\($0)"), "r\($0)") } + [rule(nested(5, "a0"), "again")]
        let text = rules.joined(separator: ",")
        #expect(try findings(text) == ["rule-never-first /10"])
        #expect(try findings(text, steps: 1_000) == ["rules-not-compared /mappings"])
    }

    @Test func `compares as many rules as there may be`() throws {
        let rules = (0..<200).map { number in
            rule(
                #"{"all":[{"claim":"hd","equals":"example.com"},{"claim":"email_verified","equals":"true"},{"claim":"group","equals":"g\#(number % 199)"}]}"#,
                "r\(number)")
        }
        #expect(try findings(rules.joined(separator: ",")) == ["rule-never-first /199"])
    }

    @Test func `has nothing to say of a plain rule`() throws {
        #expect(try findings(rule(hd)) == [])
    }

    @Test(arguments: [
        (#"{"claim":"hd","equals":"example.com"}"#, #"{"claim":"hd","equals":"example.com"}"#),
        (#"{"claim":"hd","startsWith":"ex"}"#, #"{"claim":"hd","equals":"example.com"}"#),
        (#"{"claim":"hd","startsWith":"ex"}"#, #"{"claim":"hd","startsWith":"exa"}"#),
        (#"{"claim":"hd","containsIgnoringCase":"EX"}"#, #"{"claim":"hd","endsWith":"ex"}"#),
        (#"{"claim":"hd","in":["a","b"]}"#, #"{"claim":"hd","equals":"b"}"#),
        (#"{"claim":"hd","matches":"[a-c]+"}"#, #"{"claim":"hd","in":["a","abc"]}"#),
        (#"{"claim":"hd","atLeast":3}"#, #"{"claim":"hd","equals":"5"}"#),
        (#"{"claim":"hd","exists":true}"#, #"{"claim":"hd","notEquals":"b"}"#),
        (#"{"claim":"hd","notEquals":"b"}"#, #"{"claim":"hd","notIn":["a","b"]}"#),
        (#"{"claim":"sub","exists":true}"#, #"{"claim":"hd","matches":"x"}"#),
        (#"{"any":[{"claim":"a","equals":"1"},{"claim":"hd","equals":"b"}]}"#, #"{"claim":"hd","equals":"b"}"#),
        (#"{"claim":"hd","equals":"b"}"#, #"{"all":[{"claim":"x","exists":true},{"claim":"hd","equals":"b"}]}"#),
        (
            #"{"all":[{"claim":"x","exists":true},{"claim":"hd","startsWith":"b"}]}"#,
            #"{"all":[{"claim":"hd","equals":"b"},{"claim":"x","equals":"1"}]}"#
        ),
    ])
    func `sees that a rule is behind another that takes all of its people`(_ first: String, _ second: String) throws {
        #expect(try findings(rule(first) + "," + rule(second, "other")) == ["rule-never-first /1"])
        #expect(try findings(rule(first) + "," + rule(second)) == ["rule-without-effect /1"])
    }

    @Test(arguments: [
        (#"{"claim":"hd","equals":"a"}"#, #"{"claim":"hd","equals":"b"}"#),
        (#"{"claim":"hd","equals":"a"}"#, #"{"claim":"hd","startsWith":"a"}"#),
        (#"{"claim":"hd","equals":"a"}"#, #"{"claim":"hd","equalsIgnoringCase":"a"}"#),
        // A list may hold both, and then neither of the negations says what the other says.
        (#"{"claim":"hd","notEquals":"a"}"#, #"{"claim":"hd","equals":"b"}"#),
        (#"{"claim":"hd","notIn":["a","b"]}"#, #"{"claim":"hd","notEquals":"b"}"#),
        // Without a value neither holds.
        (#"{"not":{"claim":"hd","equals":"a"}}"#, #"{"claim":"x","equals":"b"}"#),
        (#"{"claim":"iat","before":"now"}"#, #"{"claim":"iat","before":"2020-01-01T00:00:00Z"}"#),
    ])
    func `does not say so of rules that somebody can reach`(_ first: String, _ second: String) throws {
        #expect(try findings(rule(first) + "," + rule(second, "other")) == [])
    }

    @Test(arguments: [
        #"{"all":[{"claim":"hd","exists":false},{"claim":"hd","equals":"a"}]}"#,
        #"{"all":[{"claim":"groups","equals":"a"},{"claim":"groups","notEquals":"a"}]}"#,
        #"{"all":[{"claim":"groups","equals":"a"},{"all":[{"claim":"groups","notIn":["a","b"]}]}]}"#,
        #"{"all":[{"claim":"hd","equals":"a"},{"claim":"hd","equals":"b"}]}"#,
        #"{"all":[{"claim":"hd","equals":"a"},{"claim":"hd","startsWith":"b"}]}"#,
        #"{"all":[{"claim":"groups","equals":"a"},{"not":{"claim":"groups","startsWith":"a"}}]}"#,
        #"{"all":[{"request":"time","before":"2020-01-01T00:00:00Z"},{"request":"time","after":"2020-01-01T00:00:00Z"}]}"#,
        #"{"any":[{"all":[{"claim":"hd","exists":false},{"claim":"hd","equals":"a"}]},{"not":{"claim":"sub","exists":true}}]}"#,
    ])
    func `sees that nobody can meet a condition`(_ condition: String) throws {
        #expect(try findings(rule(condition)) == ["condition-impossible /0/when"])
    }

    @Test(arguments: [
        #"{"all":[{"claim":"groups","equals":"a"},{"claim":"groups","equals":"b"}]}"#,
        #"{"all":[{"claim":"hd","startsWith":"a"},{"claim":"hd","endsWith":"b"}]}"#,
        #"{"all":[{"request":"time","after":"2020-01-01T00:00:00Z"},{"request":"time","before":"now"}]}"#,
    ])
    func `does not say so of what somebody may meet`(_ condition: String) throws {
        #expect(try findings(rule(condition)) == [])
    }

    @Test func `knows the claims that providers have`() throws {
        let key = "graph.facebook.com"
        #expect(
            try findings(rule(#"{"claim":"email","equals":"a"}"#), key: key)
                == ["claim-never-there /mappings/graph.facebook.com/rules/0/when"])
        #expect(try findings(rule(#"{"claim":"sub","equals":"a"}"#), key: key) == [])
        #expect(try findings(rule(#"{"path":"/cognito:groups/0","equals":"a"}"#)) == ["claim-never-there /0/when"])
        #expect(try findings(rule(#"{"claim":"cognito:groups","equals":"a"}"#), key: RuleLogin.userPoolKey) == [])
    }

    @Test func `distrusts claims that people write themselves, and addresses that nobody verified`() throws {
        #expect(try findings(rule(#"{"claim":"nickname","equals":"root"}"#)) == ["claim-editable /0/when"])
        let email = #"{"claim":"email","endsWith":"@example.com"}"#
        #expect(try findings(rule(email)) == [])
        #expect(
            try findings(rule(#"{"claim":"email","endsWith":"@example.com","acceptsUnverified":true}"#))
                == ["email-unverified /0/when"])
        #expect(
            try findings(rule(email), key: RuleLogin.openIDKey).map { $0.prefix(19) } == ["email-taken-at-word"])
        #expect(
            try findings(
                rule(#"{"all":[\#(email),{"claim":"email_verified","equals":"true"}]}"#), key: RuleLogin.openIDKey)
                == [])
    }

    @Test func `sees roles that make a login worthless`() throws {
        let same = #"{"authenticated":"\#(role("one"))","unauthenticated":"\#(role("one"))"}"#
        #expect(try findings(rule(hd), roles: same) == ["same-role-for-guests /defaultRoles"])
        #expect(try findings(rule(hd, "guest")) == ["same-role-for-guests /0/role"])
        #expect(
            try findings(rule(hd), otherwise: "authenticatedRole", roles: "{}")
                == ["no-default-role /mappings/accounts.google.com/otherwise"])
    }

    @Test func `sees mappings that never count`() throws {
        let configuration = try RoleConfiguration(
            parsing:
                #"{"mappings":{"accounts.google.com":{"type":"token","otherwise":"deny"},"www.amazon.com":{"type":"token","otherwise":"deny"}}}"#
        )
        #expect(
            configuration.findings(in: .mapped, at: Date()).map(\.code) == [
                .tokenNamesNoRoles, .mappingKeyUnknown, .tokenNamesNoRoles, .testsMissing,
            ])
    }

    @Test func `warns of tags that may cost somebody the session`() throws {
        #expect(
            try findings(
                rule(hd, "staff", #","tags":{"a":{"value":"x"},"b":{"claim":"sub"},"c/d":{"path":"/team/name"}}"#))
                == ["tag-may-fail /0/tags/c~1d"])
    }

    @Test func `asks for tests, and for one of each rule`() throws {
        let test =
            #"[{"name":"a","logins":[{"provider":"accounts.google.com","subject":"1","audience":"a","claims":{"hd":"example.com"}}],"expect":{"role":"\#(role("staff"))"}}]"#
        let rules = rule(hd) + "," + rule(#"{"claim":"x","equals":"y"}"#)
        #expect(try findings(rules, tests: test) == ["rule-without-test /1"])
        let wrong = test.replacing(role("staff"), with: role("other"))
        #expect(try findings(rule(hd), tests: wrong) == ["test-fails /tests/0"])
    }

    @Test func `has a code of its own for each cause`() {
        let codes = RoleFinding.Code.allCases.map(\.rawValue)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.allSatisfy { $0 == "-" || ("a"..."z").contains($0) } })
    }
}

@Suite struct `Whatever the conditions,` {
    private static func isMet(_ condition: ClaimCondition, _ facts: RuleFacts) -> Bool {
        var trace: [ConditionTrace]?
        return condition.evaluate(facts, &trace) == .yes
    }

    @Test func `what one is said to imply, and what nobody is said to meet, is so for every login`() throws {
        var generator = RuleGenerator(seed: 21)
        let logins = try (0..<200).map { _ in
            var claims = generator.claims()
            claims["sub"] = .text(generator.word())
            return RuleFacts(claims: try .sample(Value.object(claims).json), circumstances: .sample)
        }
        var implied = 0
        var impossible = 0
        var met = 0
        for _ in 0..<4_000 {
            let first = generator.ownCondition()
            let second = generator.ownCondition()
            var inference = ConditionInference()
            if inference.isImpossible(first) {
                impossible += 1
                #expect(!logins.contains { Self.isMet(first, $0) }, "\(first)")
            }
            guard first != second, inference.implies(first, second) else { continue }
            implied += 1
            for login in logins where Self.isMet(first, login) {
                met += 1
                #expect(Self.isMet(second, login), "\(first) is said to imply \(second)")
            }
        }
        // Otherwise nothing has been shown.
        #expect(implied > 50 && impossible > 50 && met > 500, "\(implied) \(impossible) \(met)")
    }
}

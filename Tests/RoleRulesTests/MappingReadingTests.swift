import IdentityModel
import StrictJSON
import Testing

@testable import RoleRules

/// A mapping of one rule whose members are given, and what is wrong in it.
struct MistakeRow: CustomTestStringConvertible {
    let rule: String
    let mistakes: [String]

    init(_ rule: String, _ mistakes: String...) {
        self.rule = rule
        self.mistakes = mistakes
    }

    /// With a good role, for a condition alone.
    static func when(_ condition: String, _ mistakes: String...) -> MistakeRow {
        var row = MistakeRow(#""when": \#(condition), "role": "\#(role("x"))""#)
        row = MistakeRow(rule: row.rule, mistakes: mistakes)
        return row
    }

    private init(rule: String, mistakes: [String]) {
        self.rule = rule
        self.mistakes = mistakes
    }

    var testDescription: String { rule }

    func check(_ sourceLocation: SourceLocation = #_sourceLocation) {
        let text = #"{"type": "rules", "otherwise": "deny", "rules": [{\#(rule)}]}"#
        #expect(RoleRulesTests.mistakes(in: text) == mistakes, sourceLocation: sourceLocation)
    }
}

/// As they are shown to people; none when the mapping is read.
func mistakes(in text: String) -> [String] {
    do throws(MappingMistakes) {
        _ = try MappingDocument(parsing: text)
        return []
    } catch {
        return error.mistakes.map(\.description)
    }
}

@Suite struct `A mapping in JSON` {
    private static let good = #"{"claim": "c", "equals": "a"}"#

    @Test func `is read`() throws {
        let mapping = try MappingDocument(
            parsing: #"""
                {"type": "rules", "otherwise": "authenticatedRole", "rules": [
                  {"name": "sales at the desk",
                   "when": {"all": [{"claim": "custom:dept", "equals": "Sales"},
                                    {"not": {"request": "sourceAddress", "inNetwork": ["10.9.0.0/16"]}}]},
                   "role": "arn:aws:iam::123456789012:role/sales", "sessionSeconds": 900,
                   "tags": {"dept": {"claim": "custom:dept"}, "country": {"path": "/address/country"}, "tier": {"value": 1}}}]}
                """#)
        #expect(mapping.ambiguousRoleResolution == .authenticatedRole)
        guard case .rules(let rules) = mapping.source else {
            Issue.record("no rules")
            return
        }
        let network = try IPNetwork("10.9.0.0/16")
        #expect(
            rules == [
                MappingRule(
                    name: "sales at the desk",
                    when: .all([
                        .test(ClaimTest(.claim("custom:dept"), .text(TextComparison(.equals, "Sales")))),
                        .not(.test(ClaimTest(.request(.sourceAddress), .network(NetworkComparison([network]))))),
                    ]), gives: role("sales"),
                    session: RuleSession(
                        seconds: 900,
                        tags: [
                            RuleTag("dept", .subject(.claim("custom:dept"))),
                            RuleTag("country", .subject(.path(ClaimPath(steps: ["address", "country"])))),
                            RuleTag("tier", .text("1")),
                        ]))
            ])
        #expect(
            try MappingDocument(parsing: #"{"type": "token", "otherwise": "deny"}"#)
                == MappingDocument(.token, otherwise: .deny))
    }

    @Test(arguments: [
        ("", ["mapping: not JSON that can be read (empty)"]),
        (#"{"type": "token", "type": "token"}"#, ["mapping: not JSON that can be read (duplicateMember(at: 19))"]),
        ("[]", ["mapping: must be an object"]),
        ("{}", ["/type: is missing", "/otherwise: is missing"]),
        (#"{"type": "Token", "otherwise": "deny"}"#, ["/type: must be one of token, rules"]),
        (#"{"type": "token", "otherwise": "Deny"}"#, ["/otherwise: must be one of authenticatedRole, deny"]),
        (#"{"type": "token", "otherwise": 1}"#, ["/otherwise: must be one of authenticatedRole, deny"]),
        (#"{"type": "token", "otherwise": "deny", "rules": []}"#, ["/rules: has no meaning here"]),
        (#"{"type": "rules", "otherwise": "deny"}"#, ["/rules: is missing"]),
        (#"{"type": "rules", "otherwise": "deny", "rules": []}"#, ["/rules: is empty"]),
        (#"{"type": "rules", "otherwise": "deny", "rules": {}}"#, ["/rules: must be a list"]),
        (#"{"type": "rules", "otherwise": "deny", "rules": [1]}"#, ["/rules/0: must be an object"]),
        (#"{"type": "token", "otherwise": "deny", "a/b": 1}"#, ["/a~1b: is not a member of this"]),
    ])
    func `is refused as a whole:`(_ text: String, _ expected: [String]) {
        #expect(mistakes(in: text) == expected)
    }

    @Test(arguments: [
        MistakeRow("", "/rules/0/when: is missing", "/rules/0/role: is missing"),
        MistakeRow(#""when": \#(good), "role": 1"#, "/rules/0/role: must be text"),
        MistakeRow(#""when": \#(good), "role": "reader""#, "/rules/0/role: must be the ARN of a role"),
        MistakeRow(
            #""when": \#(good), "role": "arn:aws:iam::123456789012:user/x""#, "/rules/0/role: must be the ARN of a role"
        ),
        MistakeRow(#""name": "", "when": \#(good), "role": "\#(role("x"))""#, "/rules/0/name: is empty"),
        MistakeRow(
            #""name": "\#(String(repeating: "n", count: 129))", "when": \#(good), "role": "\#(role("x"))""#,
            "/rules/0/name: is longer than 128"),
        MistakeRow(
            #""when": \#(good), "role": "\#(role("x"))", "sessionSeconds": 899"#,
            "/rules/0/sessionSeconds: must be from 900 to 43200"),
        MistakeRow(
            #""when": \#(good), "role": "\#(role("x"))", "sessionSeconds": 43201"#,
            "/rules/0/sessionSeconds: must be from 900 to 43200"),
        MistakeRow(
            #""when": \#(good), "role": "\#(role("x"))", "sessionSeconds": 1e3"#,
            "/rules/0/sessionSeconds: must be from 900 to 43200"),
        MistakeRow(
            #""when": \#(good), "role": "\#(role("x"))", "sessionSeconds": "900""#,
            "/rules/0/sessionSeconds: must be a number"),
        MistakeRow(#""when": \#(good), "role": "\#(role("x"))", "then": 1"#, "/rules/0/then: is not a member of this"),
    ])
    func `is refused for a rule:`(_ row: MistakeRow) { row.check() }

    @Test(arguments: [
        (#"[]"#, ["/rules/0/tags: must be an object"]),
        (#"{"": {"value": "x"}}"#, ["/rules/0/tags/: cannot be the key of a tag"]),
        (#"{"aws:x": {"value": "x"}}"#, ["/rules/0/tags/aws:x: cannot be the key of a tag"]),
        (#"{"a": {"value": "x"}, "A": {"value": "x"}}"#, ["/rules/0/tags/A: differs from another key in case only"]),
        (#"{"a": "x"}"#, ["/rules/0/tags/a: must be an object"]),
        (#"{"a": {}}"#, ["/rules/0/tags/a: needs exactly one of value, claim, path"]),
        (#"{"a": {"value": "x", "claim": "x"}}"#, ["/rules/0/tags/a: needs exactly one of value, claim, path"]),
        (#"{"a": {"value": "x,y"}}"#, ["/rules/0/tags/a/value: cannot be the value of a tag"]),
        (#"{"a": {"value": null}}"#, ["/rules/0/tags/a/value: must be text, a number or a boolean"]),
        (#"{"a": {"path": "x"}}"#, ["/rules/0/tags/a/path: must be a path such as /address/country"]),
        (
            #"{"a": {"request": "time"}}"#,
            [
                "/rules/0/tags/a/request: is not a member of this",
                "/rules/0/tags/a: needs exactly one of value, claim, path",
            ]
        ),
    ])
    func `is refused for tags:`(_ tags: String, _ expected: [String]) {
        let rule = #""when": \#(Self.good), "role": "\#(role("x"))", "tags": \#(tags)"#
        #expect(mistakes(in: #"{"type": "rules", "otherwise": "deny", "rules": [{\#(rule)}]}"#) == expected)
    }

    private static let operators = OperatorName.names.joined(separator: ", ")

    @Test(arguments: [
        MistakeRow.when("1", "/rules/0/when: must be an object"),
        .when("{}", "/rules/0/when: needs exactly one of claim, path, request"),
        .when(#"{"claim": "c"}"#, "/rules/0/when: needs exactly one of \(operators)"),
        .when(#"{"claim": "c", "equals": "a", "in": ["a"]}"#, "/rules/0/when: needs exactly one of \(operators)"),
        .when(
            #"{"claim": "c", "path": "/c", "equals": "a"}"#, "/rules/0/when: needs exactly one of claim, path, request"),
        .when(#"{"equals": "a"}"#, "/rules/0/when: needs exactly one of claim, path, request"),
        .when(#"{"claim": "", "equals": "a"}"#, "/rules/0/when/claim: is empty"),
        .when(#"{"claim": 1, "equals": "a"}"#, "/rules/0/when/claim: must be text"),
        .when(
            #"{"claim": "\#(String(repeating: "c", count: 257))", "equals": "a"}"#,
            "/rules/0/when/claim: is longer than 256"),
        .when(#"{"path": "c", "equals": "a"}"#, "/rules/0/when/path: must be a path such as /address/country"),
        .when(#"{"path": "/1/2/3/4/5/6/7/8/9", "equals": "a"}"#, "/rules/0/when/path: has more than 8"),
        .when(#"{"request": "host", "equals": "a"}"#, "/rules/0/when/request: must be one of time, sourceAddress"),
        .when(
            #"{"claim": "c", "Equals": "a"}"#, "/rules/0/when/Equals: is not a member of this",
            "/rules/0/when: needs exactly one of \(operators)"),
        .when(#"{"claim": "c", "equals": null}"#, "/rules/0/when/equals: must be text, a number or a boolean"),
        .when(#"{"claim": "c", "equals": ["a"]}"#, "/rules/0/when/equals: must be text, a number or a boolean"),
        .when(#"{"claim": "c", "startsWith": ""}"#, "/rules/0/when/startsWith: is empty"),
        .when(#"{"claim": "c", "notContains": ""}"#, "/rules/0/when/notContains: is empty"),
        .when(
            #"{"claim": "c", "equals": "\#(String(repeating: "é", count: 513))"}"#,
            "/rules/0/when/equals: is longer than 1024"),
        .when(#"{"claim": "c", "in": "a"}"#, "/rules/0/when/in: must be a list"),
        .when(#"{"claim": "c", "in": []}"#, "/rules/0/when/in: is empty"),
        .when(#"{"claim": "c", "in": ["a", {}]}"#, "/rules/0/when/in/1: must be text, a number or a boolean"),
        .when(
            #"{"claim": "c", "in": [\#(Array(repeating: "1", count: 101).joined(separator: ","))]}"#,
            "/rules/0/when/in: has more than 100"),
        .when(#"{"claim": "c", "matches": "^a"}"#, "/rules/0/when/matches: is not a pattern (anchor(at: 0))"),
        .when(#"{"claim": "c", "matches": 1}"#, "/rules/0/when/matches: must be text"),
        .when(#"{"claim": "c", "atLeast": "1"}"#, "/rules/0/when/atLeast: must be a number"),
        .when(#"{"claim": "c", "atLeast": 1e1234567}"#, "/rules/0/when/atLeast: must be a number of usual size"),
        .when(
            #"{"claim": "c", "atLeast": \#(String(repeating: "1", count: 65))}"#,
            "/rules/0/when/atLeast: must be a number of usual size"),
        .when(
            #"{"claim": "c", "before": "2030-01-01"}"#,
            "/rules/0/when/before: must be a date and time such as 2030-01-01T00:00:00Z, seconds since 1970, or now"),
        .when(#"{"claim": "c", "olderThan": -1}"#, "/rules/0/when/olderThan: must be from 0 to 3155760000"),
        .when(#"{"claim": "c", "youngerThan": "1"}"#, "/rules/0/when/youngerThan: must be a number"),
        .when(#"{"claim": "c", "inNetwork": "10.0.0.1/8"}"#, "/rules/0/when/inNetwork: has bits set behind its prefix"),
        .when(
            #"{"claim": "c", "inNetwork": ["::/0", "x"]}"#,
            "/rules/0/when/inNetwork/1: must be an IP address or block such as 10.0.0.0/8"),
        .when(#"{"claim": "c", "exists": "true"}"#, "/rules/0/when/exists: must be true or false"),
        .when(
            #"{"claim": "c", "equals": "a", "acceptsUnverified": true}"#,
            "/rules/0/when/acceptsUnverified: has no meaning here"),
        .when(
            #"{"claim": "email", "equals": "a", "acceptsUnverified": 1}"#,
            "/rules/0/when/acceptsUnverified: must be true or false"),
        .when(#"{"all": []}"#, "/rules/0/when/all: is empty"),
        .when(#"{"any": \#(good)}"#, "/rules/0/when/any: must be a list"),
        .when(#"{"not": [\#(good)]}"#, "/rules/0/when/not: must be an object"),
        .when(#"{"all": [\#(good)], "any": [\#(good)]}"#, "/rules/0/when/any: is not a member of this"),
        .when(
            #"{"not": \#(good), "claim": "c", "equals": "a"}"#,
            "/rules/0/when/claim: is not a member of this", "/rules/0/when/equals: is not a member of this"),
        .when(
            #"{"all": [\#(good), {"any": [{"not": {"claim": "c", "matches": "["}}]}]}"#,
            "/rules/0/when/all/1/any/0/not/matches: is not a pattern (unclosedClass(at: 0))"),
    ])
    func `is refused for a condition:`(_ row: MistakeRow) { row.check() }

    @Test func `may be nested eight deep and hold sixty-four conditions in a rule`() {
        func nested(_ depth: Int) -> String {
            String(repeating: #"{"all": ["#, count: depth - 1) + Self.good + String(repeating: "]}", count: depth - 1)
        }
        MistakeRow.when(nested(8)).check()
        MistakeRow.when(
            nested(9), "/rules/0/when" + String(repeating: "/all/0", count: 8) + ": is nested more than 8 deep"
        ).check()
        func wide(_ count: Int) -> String {
            let half = Array(repeating: Self.good, count: (count - 3) / 2).joined(separator: ", ")
            return #"{"all": [{"any": [\#(half)]}, {"any": [\#(half)]}]}"#
        }
        MistakeRow.when(wide(63)).check()
        MistakeRow.when(wide(65), "/rules/0/when/all/1/any/30: has more than 64").check()
    }

    @Test func `may hold two hundred rules`() {
        func many(_ count: Int) -> String {
            let rule = #"{"when": \#(Self.good), "role": "\#(role("x"))"}"#
            let rules = Array(repeating: rule, count: count).joined(separator: ", ")
            return #"{"type": "rules", "otherwise": "deny", "rules": [\#(rules)]}"#
        }
        #expect(mistakes(in: many(200)) == [])
        #expect(mistakes(in: many(201)) == ["/rules: has more than 200"])
    }

    @Test func `may hold patterns of four thousand instructions together`() {
        func patterns(_ count: Int) -> String {
            // A hundred signs and the end.
            let parts = Array(repeating: #"{"claim": "c", "matches": "a{100}"}"#, count: count).joined(separator: ", ")
            return #"{"any": [\#(parts)]}"#
        }
        MistakeRow.when(patterns(40)).check()
        MistakeRow.when(
            patterns(42), "/rules/0/when/any/40/matches: makes the patterns of the mapping more than 4096 instructions"
        ).check()
    }

    @Test func `is told all its mistakes, up to fifty`() {
        let rules = Array(repeating: "1", count: 60).joined(separator: ", ")
        #expect(mistakes(in: #"{"type": "rules", "otherwise": "x", "rules": [\#(rules)]}"#).count == 50)
    }
}

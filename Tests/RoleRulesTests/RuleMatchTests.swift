import IdentityModel
import Testing

@testable import RoleRules

/// One rule on one set of claims.
struct RuleVector: CustomTestStringConvertible {
    let match: RoleRule.Match
    let value: String
    let claims: String
    let claim: String
    let matches: Bool

    init(_ match: RoleRule.Match, _ value: String, _ claims: String, _ matches: Bool, claim: String = "c") {
        self.match = match
        self.value = value
        self.claims = claims
        self.claim = claim
        self.matches = matches
    }

    var testDescription: String { "\(match.rawValue) \"\(value)\" on \(claims)" }

    func check(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
        let rule = RoleRule(claim, match, value, gives: role("ruled"))
        let chooser = RoleChooser.sample([RuleLogin.userPoolKey: RoleMapping(.rules([rule]), otherwise: .deny)])
        let login = try RuleLogin.userPool(claims)
        let chosen = try? chooser.choose(login)
        #expect(chosen?.roleARN == (matches ? role("ruled") : nil), sourceLocation: sourceLocation)
    }
}

@Suite struct `A rule of Cognito's form` {
    @Test(arguments: [
        RuleVector(.equals, "Sales", #"{"c": "Sales"}"#, true),
        RuleVector(.equals, "Sales", #"{"c": "sales"}"#, false),
        RuleVector(.equals, "Sales", #"{"c": "Sales "}"#, false),
        RuleVector(.equals, "Sales", #"{"c": ""}"#, false),
        RuleVector(.equals, "Sal", #"{"c": "Sales"}"#, false),
        RuleVector(.equals, "a*", #"{"c": "ab"}"#, false),
        RuleVector(.equals, "Sales", #"{"c": "Sa\u006ces"}"#, true),
        RuleVector(.equals, "é", #"{"c": "\u00e9"}"#, true),
        RuleVector(.equals, "\u{e9}", #"{"c": "e\u0301"}"#, false),
        RuleVector(.equals, "K", #"{"c": "\u212a"}"#, false),
    ])
    func `with Equals matches the same bytes`(_ vector: RuleVector) throws { try vector.check() }

    @Test(arguments: [
        RuleVector(.notEqual, "Sales", #"{"c": "Legal"}"#, true),
        RuleVector(.notEqual, "Sales", #"{"c": "sales"}"#, true),
        RuleVector(.notEqual, "Sales", #"{"c": ""}"#, true),
        RuleVector(.notEqual, "Sales", #"{"c": "Sales"}"#, false),
    ])
    func `with NotEqual matches other bytes`(_ vector: RuleVector) throws { try vector.check() }

    @Test(arguments: [
        RuleVector(.startsWith, "Sa", #"{"c": "Sales"}"#, true),
        RuleVector(.startsWith, "Sales", #"{"c": "Sales"}"#, true),
        RuleVector(.startsWith, "sa", #"{"c": "Sales"}"#, false),
        RuleVector(.startsWith, "les", #"{"c": "Sales"}"#, false),
        RuleVector(.startsWith, "Sales!", #"{"c": "Sales"}"#, false),
        // A letter and its accent are two scalars: bytes, not characters, are compared.
        RuleVector(.startsWith, "e", #"{"c": "e\u0301"}"#, true),
    ])
    func `with StartsWith matches a beginning`(_ vector: RuleVector) throws { try vector.check() }

    @Test(arguments: [
        RuleVector(.contains, "les", #"{"c": "Sales"}"#, true),
        RuleVector(.contains, "ale", #"{"c": "Sales"}"#, true),
        RuleVector(.contains, "Sales", #"{"c": "Sales"}"#, true),
        RuleVector(.contains, "aab", #"{"c": "aaab"}"#, true),
        RuleVector(.contains, "LES", #"{"c": "Sales"}"#, false),
        RuleVector(.contains, "Sals", #"{"c": "Sales"}"#, false),
        RuleVector(.contains, "Sales!", #"{"c": "Sales"}"#, false),
        RuleVector(.contains, "\u{301}", #"{"c": "e\u0301"}"#, true),
    ])
    func `with Contains matches a part`(_ vector: RuleVector) throws { try vector.check() }

    @Test(arguments: RoleRule.Match.allCases, ["{}", #"{"C": "a"}"#, #"{"c ": "a"}"#, #"{"c": null}"#])
    func `never matches a claim that is missing or null`(_ match: RoleRule.Match, _ claims: String) throws {
        try RuleVector(match, "a", claims, false).check()
    }

    @Test(arguments: RoleRule.Match.allCases)
    func `never matches an object`(_ match: RoleRule.Match) throws {
        try RuleVector(match, "a", #"{"c": {"a": "a"}}"#, false).check()
        try RuleVector(match, "a", #"{"c": {}}"#, false).check()
    }

    @Test(arguments: [
        RuleVector(.equals, "42", #"{"c": 42}"#, true),
        RuleVector(.equals, "42", #"{"c": 42.0}"#, false),
        RuleVector(.equals, "4.2e1", #"{"c": 4.2e1}"#, true),
        RuleVector(.notEqual, "42", #"{"c": 42.0}"#, true),
        RuleVector(.startsWith, "4", #"{"c": 42}"#, true),
        RuleVector(.contains, "2", #"{"c": 42}"#, true),
        RuleVector(.equals, "9007199254740993", #"{"c": 9007199254740993}"#, true),
        RuleVector(.equals, "true", #"{"c": true}"#, true),
        RuleVector(.equals, "True", #"{"c": true}"#, false),
        RuleVector(.equals, "false", #"{"c": false}"#, true),
        RuleVector(.notEqual, "true", #"{"c": false}"#, true),
        RuleVector(.equals, "true", #"{"c": "true"}"#, true),
    ])
    func `compares numbers and booleans by their JSON text`(_ vector: RuleVector) throws { try vector.check() }

    @Test(arguments: [
        RuleVector(.equals, "b", #"{"c": ["a", "b"]}"#, true),
        RuleVector(.equals, "ab", #"{"c": ["a", "b"]}"#, false),
        RuleVector(.equals, #"["a"]"#, #"{"c": ["a"]}"#, false),
        RuleVector(.startsWith, "ad", #"{"c": ["users", "admins"]}"#, true),
        RuleVector(.startsWith, "mi", #"{"c": ["users", "admins"]}"#, false),
        RuleVector(.contains, "min", #"{"c": ["users", "admins"]}"#, true),
        RuleVector(.contains, "a,b", #"{"c": ["a", "b"]}"#, false),
        RuleVector(.notEqual, "b", #"{"c": ["a", "b"]}"#, false),
        RuleVector(.notEqual, "x", #"{"c": ["a", "b"]}"#, true),
        RuleVector(.equals, "7", #"{"c": [7, true]}"#, true),
        RuleVector(.equals, "true", #"{"c": [7, true]}"#, true),
        RuleVector(.equals, "", #"{"c": []}"#, false),
        RuleVector(.notEqual, "a", #"{"c": []}"#, true),
        RuleVector(.equals, "a", #"{"c": [{"x": "a"}, "a"]}"#, true),
        // What is an object neither equals nor differs.
        RuleVector(.equals, "a", #"{"c": [{"x": "a"}]}"#, false),
        RuleVector(.notEqual, "a", #"{"c": [{"x": "a"}]}"#, false),
        RuleVector(.notEqual, "a", #"{"c": ["b", ["a"]]}"#, false),
        RuleVector(.notEqual, "a", #"{"c": ["b", null]}"#, false),
    ])
    func `compares the elements of a list`(_ vector: RuleVector) throws { try vector.check() }

    @Test(arguments: [
        RuleVector(.equals, "x", #"{"custom:dept": "x"}"#, true, claim: "custom:dept"),
        RuleVector(.equals, "x", #"{"custom:dept": "x"}"#, false, claim: "dept"),
        RuleVector(.equals, "x", #"{"a": {"b": "x"}}"#, false, claim: "/a/b"),
        RuleVector(.equals, "x", #"{"/a/b": "x"}"#, true, claim: "/a/b"),
        RuleVector(.equals, "x", #"{"\u00e9": "x"}"#, true, claim: "\u{e9}"),
        RuleVector(.equals, "x", #"{"\u00e9": "x"}"#, false, claim: "e\u{301}"),
    ])
    func `finds a claim by its exact name`(_ vector: RuleVector) throws { try vector.check() }

    @Test(arguments: [
        RuleVector(.equals, "a@b.c", #"{"email": "a@b.c", "email_verified": true}"#, true, claim: "email"),
        RuleVector(.equals, "a@b.c", #"{"email": "a@b.c", "email_verified": "true"}"#, true, claim: "email"),
        RuleVector(.equals, "a@b.c", #"{"email": "a@b.c"}"#, true, claim: "email"),
        RuleVector(.equals, "a@b.c", #"{"email": "a@b.c", "email_verified": false}"#, false, claim: "email"),
        RuleVector(.equals, "a@b.c", #"{"email": "a@b.c", "email_verified": "false"}"#, false, claim: "email"),
        RuleVector(.equals, "a@b.c", #"{"email": "a@b.c", "email_verified": null}"#, false, claim: "email"),
        RuleVector(.equals, "a@b.c", #"{"email": "a@b.c", "email_verified": ["true"]}"#, false, claim: "email"),
        RuleVector(.notEqual, "x@b.c", #"{"email": "a@b.c", "email_verified": false}"#, false, claim: "email"),
        RuleVector(.equals, "a@b.c", #"{"e-mail": "a@b.c", "email_verified": false}"#, true, claim: "e-mail"),
    ])
    func `takes no e-mail address that its provider calls unverified`(_ vector: RuleVector) throws {
        try vector.check()
    }
}

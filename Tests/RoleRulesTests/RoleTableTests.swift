import IdentityModel
import Testing

@testable import RoleRules

/// Who comes, with which request, and what becomes of it under one mapping of the user pool.
struct RoleRow: CustomTestStringConvertible {
    let name: String
    let mapping: RoleMapping
    let claims: String
    var requested: String?
    let outcome: Result<RoleChoice, RoleRefusal>

    var testDescription: String { name }

    init(
        _ name: String, _ mapping: RoleMapping, _ claims: String, requested: String? = nil,
        _ outcome: Result<RoleChoice, RoleRefusal>
    ) {
        self.name = name
        self.mapping = mapping
        self.claims = claims
        self.requested = requested
        self.outcome = outcome
    }

    func check(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
        let chooser = RoleChooser.sample([RuleLogin.userPoolKey: mapping])
        let login = try RuleLogin.userPool(claims)
        let explained = chooser.explain(.logins([login]), requested: requested, in: .sample)
        #expect(explained.outcome == outcome, sourceLocation: sourceLocation)
    }
}

extension Result<RoleChoice, RoleRefusal> {
    static func gets(_ name: String, _ reason: RoleChoice.Reason) -> Self {
        .success(RoleChoice(role(name), because: reason))
    }
}

private let key = RuleLogin.userPoolKey

@Suite struct `A mapping of type Token` {
    private static func row(
        _ name: String, _ claims: String, requested: String? = nil, otherwise: AmbiguousRoleResolution = .deny,
        _ outcome: Result<RoleChoice, RoleRefusal>
    ) -> RoleRow {
        RoleRow(name, RoleMapping(.token, otherwise: otherwise), claims, requested: requested, outcome)
    }

    private static let two = #"["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/b"]"#
    private static let twoAsText = #""arn:aws:iam::123456789012:role/a,arn:aws:iam::123456789012:role/b""#

    @Test(arguments: [
        row(
            "the preferred role", #"{"cognito:roles": \#(two), "cognito:preferred_role": "\#(role("b"))"}"#,
            .gets("b", .preferredRole(mapping: key))),
        row(
            "the preferred role, without a list", #"{"cognito:preferred_role": "\#(role("b"))"}"#,
            .gets("b", .preferredRole(mapping: key))),
        row("the only role", #"{"cognito:roles": ["\#(role("a"))"]}"#, .gets("a", .onlyRole(mapping: key))),
        row("the only role, as text", #"{"cognito:roles": "\#(role("a"))"}"#, .gets("a", .onlyRole(mapping: key))),
        row(
            "the only role, twice", #"{"cognito:roles": ["\#(role("a"))", "\#(role("a"))"]}"#,
            .gets("a", .onlyRole(mapping: key))),
        row(
            "the only role, with a comma in its name", #"{"cognito:roles": " \#(role("a,b")) "}"#,
            .gets("a,b", .onlyRole(mapping: key))),
    ])
    func `gives`(_ row: RoleRow) throws { try row.check() }

    @Test(arguments: [
        row(
            "one of a list", #"{"cognito:roles": \#(two)}"#, requested: role("b"),
            .gets("b", .requestedRole(mapping: key))),
        row(
            "one of a text", #"{"cognito:roles": \#(twoAsText)}"#, requested: role("b"),
            .gets("b", .requestedRole(mapping: key))),
        row(
            "one of a text with spaces", #"{"cognito:roles": "\#(role("a")), \#(role("b"))"}"#, requested: role("b"),
            .gets("b", .requestedRole(mapping: key))),
        row(
            "another than the preferred one",
            #"{"cognito:roles": \#(two), "cognito:preferred_role": "\#(role("b"))"}"#, requested: role("a"),
            .gets("a", .requestedRole(mapping: key))),
    ])
    func `gives a role that was asked for,`(_ row: RoleRow) throws { try row.check() }

    @Test(arguments: [
        row(
            "not in the list", #"{"cognito:roles": \#(two)}"#, requested: role("c"),
            .failure(.notEntitled(roleARN: role("c"), .token(mapping: key)))),
        row(
            "the beginning of one", #"{"cognito:roles": \#(two)}"#, requested: "arn:aws:iam::123456789012:role/",
            .failure(.notEntitled(roleARN: "arn:aws:iam::123456789012:role/", .token(mapping: key)))),
        row(
            "both, as the text has them", #"{"cognito:roles": \#(twoAsText)}"#,
            requested: role("a") + "," + role("b"),
            .failure(.notEntitled(roleARN: role("a") + "," + role("b"), .token(mapping: key)))),
        row("no list", "{}", requested: role("a"), .failure(.notEntitled(roleARN: role("a"), .token(mapping: key)))),
        row(
            "preferred, and not in the list", #"{"cognito:preferred_role": "\#(role("a"))"}"#, requested: role("a"),
            .failure(.notEntitled(roleARN: role("a"), .token(mapping: key)))),
        row(
            "the pool's own, though it is what ambiguity would give", #"{"cognito:roles": \#(two)}"#,
            requested: role("authenticated"), otherwise: .authenticatedRole,
            .failure(.notEntitled(roleARN: role("authenticated"), .token(mapping: key)))),
    ])
    func `refuses a role that was asked for and is`(_ row: RoleRow) throws { try row.check() }

    @Test(arguments: [
        ("{}", Ambiguity.tokenNamesNoRole), (#"{"cognito:roles": \#(two)}"#, .tokenNamesSeveralRoles),
        (#"{"cognito:roles": \#(twoAsText)}"#, .tokenNamesSeveralRoles), (#"{"cognito:roles": []}"#, .tokenNamesNoRole),
        (#"{"cognito:roles": ""}"#, .tokenNamesNoRole), (#"{"cognito:roles": [7]}"#, .tokenNamesNoRole),
        (#"{"cognito:roles": {}}"#, .tokenNamesNoRole), (#"{"cognito:preferred_role": ""}"#, .tokenNamesNoRole),
        (#"{"cognito:preferred_role": null}"#, .tokenNamesNoRole),
        (#"{"cognito:preferred_role": ["arn:aws:iam::123456789012:role/a"]}"#, .tokenNamesNoRole),
        (#"{"cognito:roles": \#(two), "cognito:preferred_role": null}"#, .tokenNamesSeveralRoles),
    ])
    func `is ambiguous, and gives the role of the pool or none,`(_ claims: String, _ why: Ambiguity) throws {
        try Self.row("", claims, otherwise: .deny, .failure(.ambiguous(mapping: key, why))).check()
        try Self.row("", claims, otherwise: .authenticatedRole, .gets("authenticated", .ambiguous(mapping: key, why)))
            .check()
    }
}

@Suite struct `A mapping of type Rules` {
    private static let rules = RoleMapping(
        .rules([
            RoleRule("dept", .equals, "Sales", gives: role("sales")),
            RoleRule("title", .startsWith, "Head", gives: role("heads")),
            RoleRule("dept", .contains, "a", gives: role("a")),
            RoleRule("dept", .notEqual, "Legal", gives: role("sales")),
        ]), otherwise: .deny)

    private static func row(
        _ name: String, _ claims: String, requested: String? = nil, otherwise: AmbiguousRoleResolution = .deny,
        _ outcome: Result<RoleChoice, RoleRefusal>
    ) -> RoleRow {
        RoleRow(name, RoleMapping(rules.source, otherwise: otherwise), claims, requested: requested, outcome)
    }

    private static func rule(_ index: Int, isRequested: Bool = false) -> RoleChoice.Reason {
        .rule(mapping: key, index: index, name: nil, isRequested: isRequested)
    }

    @Test(arguments: [
        row("one matches", #"{"title": "Head of nothing"}"#, .gets("heads", rule(1))),
        row("all match", #"{"dept": "Sales", "title": "Head"}"#, .gets("sales", rule(0))),
        row("the first does not", #"{"dept": "Travel", "title": "Head"}"#, .gets("heads", rule(1))),
        row("the last does", #"{"dept": "IT"}"#, .gets("sales", rule(3))),
    ])
    func `gives the role of the first rule that matches:`(_ row: RoleRow) throws { try row.check() }

    @Test(arguments: [
        row(
            "a later one", #"{"dept": "Sales", "title": "Head"}"#, requested: role("heads"),
            .gets("heads", rule(1, isRequested: true))),
        row(
            "the first one", #"{"dept": "Sales"}"#, requested: role("sales"), .gets("sales", rule(0, isRequested: true))
        ),
        row(
            "of two rules, the one that matches", #"{"dept": "Tax"}"#, requested: role("sales"),
            .gets("sales", rule(3, isRequested: true))),
    ])
    func `gives a role that was asked for when a rule that matches has it:`(_ row: RoleRow) throws { try row.check() }

    @Test(arguments: [
        row(
            "its rule does not match", #"{"dept": "Sales"}"#, requested: role("heads"),
            .failure(.notEntitled(roleARN: role("heads"), .rules(mapping: key)))),
        row(
            "no rule has it", #"{"dept": "Sales"}"#, requested: role("x"),
            .failure(.notEntitled(roleARN: role("x"), .rules(mapping: key)))),
        row(
            "no rule matches", "{}", requested: role("sales"),
            .failure(.notEntitled(roleARN: role("sales"), .rules(mapping: key)))),
        row(
            "it is the pool's own", "{}", requested: role("authenticated"), otherwise: .authenticatedRole,
            .failure(.notEntitled(roleARN: role("authenticated"), .rules(mapping: key)))),
        row(
            "it is spelled otherwise", #"{"dept": "Sales"}"#, requested: role("Sales"),
            .failure(.notEntitled(roleARN: role("Sales"), .rules(mapping: key)))),
    ])
    func `refuses a role that was asked for when`(_ row: RoleRow) throws { try row.check() }

    @Test(arguments: ["{}", #"{"dept": "Legal"}"#, #"{"dept": {"a": "a"}}"#])
    func `that matches nobody gives the role of the pool or none`(_ claims: String) throws {
        let rules = RoleMapping.Source.rules([RoleRule("dept", .notEqual, "Legal", gives: role("sales"))])
        try RoleRow(
            "", RoleMapping(rules, otherwise: .deny), claims, .failure(.ambiguous(mapping: key, .noRuleMatches))
        ).check()
        try RoleRow(
            "", RoleMapping(rules, otherwise: .authenticatedRole), claims,
            .gets("authenticated", .ambiguous(mapping: key, .noRuleMatches))
        ).check()
    }

    @Test func `without rules matches nobody`() throws {
        try RoleRow(
            "", RoleMapping(.rules([]), otherwise: .deny), "{}", .failure(.ambiguous(mapping: key, .noRuleMatches))
        ).check()
    }

    @Test func `cannot give the role of a pool that has none`() throws {
        for source in [RoleMapping.Source.token, .rules([])] {
            let chooser = RoleChooser(
                authenticatedRoleARN: nil, unauthenticatedRoleARN: role("unauthenticated"),
                mappings: [key: RoleMapping(source, otherwise: .authenticatedRole)])
            let login = try RuleLogin.userPool()
            #expect(refusal { () throws(RoleRefusal) in try chooser.choose(login) } == .noRole(guest: false))
        }
    }

    @Test func `gives its role in a pool that has none of its own`() throws {
        let chooser = RoleChooser(authenticatedRoleARN: nil, unauthenticatedRoleARN: nil, mappings: [key: Self.rules])
        let login = try RuleLogin.userPool(#"{"dept": "Sales"}"#)
        #expect(try chooser.choose(login).roleARN == role("sales"))
    }
}

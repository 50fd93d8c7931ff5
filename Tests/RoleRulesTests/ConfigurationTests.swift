import IdentityModel
import StrictJSON
import Testing

import struct Foundation.Date
import struct Foundation.UUID

@testable import RoleRules

extension IdentityPool {
    static let mapped = IdentityPool(
        id: IdentityPoolID(region: "eu-west-1", uuid: UUID(uuid: (0, 0, 0, 0, 0, 0, 64, 0, 128, 0, 0, 0, 0, 0, 0, 1))),
        account: AccountID("123456789012")!, name: "mapped", allowsGuests: true, developerProvider: "login.example",
        socialProviders: [
            .init(name: "accounts.google.com", appID: "app3"), .init(name: "graph.facebook.com", appID: "1"),
        ],
        userPoolClients: [.init(name: RuleLogin.userPoolName, clientID: "app1")],
        openIDProviderARNs: [RuleLogin.openIDKey], samlProviderARNs: [RuleLogin.samlKey])
}

func mistakes(_ read: () throws(MappingMistakes) -> Void) -> [String] {
    do throws(MappingMistakes) {
        try read()
        return []
    } catch {
        return error.mistakes.map(\.description)
    }
}

private let whole = #"""
    {"defaultRoles":{"authenticated":"\#(role("user"))","unauthenticated":"\#(role("guest"))"},
    "mappings":{"accounts.google.com":{"type":"rules","otherwise":"deny","rules":[
    {"name":"staff","when":{"claim":"hd","equals":"example.com"},"role":"\#(role("staff"))","sessionSeconds":900}]},
    "\#(RuleLogin.userPoolKey)":{"type":"token","otherwise":"authenticatedRole"}},
    "tests":[{"name":"staff","logins":[{"provider":"accounts.google.com","subject":"1","audience":"app3",
    "claims":{"hd":"example.com","sub":"1","aud":"app3"}}],"requestedRole":"\#(role("staff"))","sourceAddress":"10.0.0.1",
    "time":"2030-01-01T00:00:00Z","expect":{"role":"\#(role("staff"))"}},
    {"name":"guests","expect":{"role":"\#(role("guest"))"}}]}
    """#.replacing("\n", with: "")

@Suite struct `A role configuration` {
    @Test func `reads and writes the same`() throws {
        let configuration = try RoleConfiguration(parsing: whole)
        #expect(configuration.json == whole)
        #expect(try RoleConfiguration(configuration.settings) == configuration)
        #expect(configuration.failures(in: .mapped, at: Date()) == [])
    }

    @Test func `may say nothing at all`() throws {
        #expect(try RoleConfiguration(parsing: "{}").json == #"{"defaultRoles":{},"mappings":{},"tests":[]}"#)
    }

    @Test func `is kept in Cognito's form where that has words for it`() throws {
        let settings = try RoleConfiguration(parsing: whole).settings
        #expect(settings.mappings[RuleLogin.userPoolKey] == RoleMapping(.token, otherwise: .authenticatedRole))
        #expect(settings.mappings["accounts.google.com"]?.isOwnForm == true)
        let plain = try RoleConfiguration(
            parsing: #"""
                {"mappings":{"accounts.google.com":{"type":"rules","otherwise":"deny","rules":[
                {"when":{"claim":"hd","equals":"example.com"},"role":"\#(role("staff"))"}]}}}
                """#
        ).settings
        #expect(
            plain.mappings["accounts.google.com"]
                == RoleMapping(.rules([RoleRule("hd", .equals, "example.com", gives: role("staff"))]), otherwise: .deny)
        )
    }

    @Test func `names every mistake with its place`() {
        let text = #"""
            {"default":{}, "defaultRoles":{"authenticated":"staff","guest":"x"},
             "mappings":{"a/b":{"type":"rules","otherwise":"deny","rules":[{"when":{"claim":"c","matches":"("},"role":"x"}]}, "c":[]},
             "tests":[{"name":"n","expect":{}}, {"name":"n","expect":{"refusal":"nonsense"},"time":"noon","sourceAddress":"here"},
              {"expect":{"role":"\#(role("x"))"},"name":"n","logins":[]},
              {"name":"m","expect":{"role":"\#(role("x"))"},"logins":[{"provider":"p","subject":"s","claims":[]}]}]}
            """#
        let found = mistakes { () throws(MappingMistakes) in _ = try RoleConfiguration(parsing: text) }
        #expect(
            found.map { $0.split(separator: ":")[0] } == [
                "/default", "/defaultRoles/guest", "/defaultRoles/authenticated",
                "/mappings/a~1b/rules/0/when/matches", "/mappings/a~1b/rules/0/role", "/mappings/c",
                "/tests/0/expect", "/tests/1/expect/refusal", "/tests/1/sourceAddress", "/tests/1/time",
                "/tests/2/logins", "/tests/3/logins/0/audience", "/tests/3/logins/0/claims",
            ])
    }

    @Test func `has tests with different names`() {
        let text =
            #"{"tests":[{"name":"n","expect":{"role":"\#(role("x"))"}},{"name":"n","expect":{"role":"\#(role("x"))"}}]}"#
        #expect(
            mistakes { () throws(MappingMistakes) in _ = try RoleConfiguration(parsing: text) }
                == ["/tests/1/name: is the name of another one, too"])
    }

    @Test func `has at most ten mappings, and 200 tests`() {
        let mapping = #"{"type":"token","otherwise":"deny"}"#
        let mappings = (0...10).map { "\"k\($0)\":\(mapping)" }.joined(separator: ",")
        #expect(
            mistakes { () throws(MappingMistakes) in _ = try RoleConfiguration(parsing: "{\"mappings\":{\(mappings)}}")
            }
                == ["/mappings: has more than 10"])
        let tests = (0...200).map { "{\"name\":\"\($0)\",\"expect\":{\"refusal\":\"no-role-for-guests\"}}" }
        #expect(
            mistakes { () throws(MappingMistakes) in
                _ = try RoleConfiguration(parsing: "{\"tests\":[\(tests.joined(separator: ","))]}")
            } == ["/tests: has more than 200"])
    }

    @Test func `fits a pool that has the providers, and no claim that is a marker`() throws {
        let configuration = try RoleConfiguration(
            parsing: #"""
                {"mappings":{"www.amazon.com":{"type":"token","otherwise":"deny"},
                "accounts.google.com":{"type":"rules","otherwise":"deny","rules":[{"when":{"not":
                {"claim":"sluice:own-form","equals":"1"}},"role":"\#(role("x"))"}]}}}
                """#)
        #expect(
            configuration.mistakes(in: .mapped).map(\.description) == [
                "/mappings/accounts.google.com/rules/0/when: is reserved",
                "/mappings/www.amazon.com: is not a configured provider of the pool",
            ])
    }

    @Test func `that cannot be read gives nobody a role`() throws {
        let login = try RuleLogin.social()
        let mapping = RoleMapping(.ownForm(OwnFormMapping("{\"type\":\"magic\"}")), otherwise: .authenticatedRole)
        let chooser = RoleChooser.sample(["accounts.google.com": mapping])
        #expect(
            refusal { () throws(RoleRefusal) in try chooser.choose(login) }
                == .ambiguous(mapping: "accounts.google.com", .noRuleMatches))
    }
}

@Suite struct `A test case` {
    private func failures(_ tests: String) throws -> [RoleTestFailure] {
        var configuration = try RoleConfiguration(parsing: whole)
        configuration.tests = try RoleConfiguration.tests(parsing: tests)
        return configuration.failures(in: .mapped, at: Date(timeIntervalSince1970: 0))
    }

    @Test func `tells what came instead`() throws {
        #expect(
            try failures(
                #"""
                [{"name":"guest","expect":{"role":"\#(role("user"))"}},
                {"name":"stranger","logins":[{"provider":"accounts.google.com","subject":"1","audience":"app3"}],"expect":{"role":"\#(role("user"))"}},
                {"name":"right","logins":[{"provider":"accounts.google.com","subject":"1","audience":"app3"}],"expect":{"refusal":"denied-no-rule-matches"}}]
                """#) == [
                    RoleTestFailure(
                        index: 0, name: "guest", expected: .role(role("user")), actual: .role(role("guest"))),
                    RoleTestFailure(
                        index: 1, name: "stranger", expected: .role(role("user")),
                        actual: .refusal("denied-no-rule-matches")),
                ])
    }

    @Test(arguments: [
        (RuleLogin.userPoolName.rawValue, "app1", #"{"cognito:preferred_role":"\#(role("own"))"}"#, role("own")),
        ("login.example", "app", "{}", role("user")), ("cognito-identity.amazonaws.com", "app", "{}", role("user")),
        (
            RuleLogin.samlKey, "urn:x",
            #"{"https://aws.amazon.com/SAML/Attributes/Role":"\#(role("saml")),\#(RuleLogin.samlKey)"}"#,
            role("saml")
        ),
        ("graph.facebook.com", "1", "{}", role("user")),
    ])
    func `knows the kind of each provider of the pool`(
        _ provider: String, _ audience: String, _ claims: String, _ expected: String
    ) throws {
        let test =
            #"[{"name":"t","logins":[{"provider":"\#(provider)","subject":"s","audience":"\#(audience)","claims":\#(claims)}],"expect":{"role":"\#(expected)"}}]"#
        #expect(try failures(test) == [])
    }

    @Test func `is of now unless it says otherwise`() throws {
        var configuration = try RoleConfiguration(
            parsing: #"""
                {"mappings":{"accounts.google.com":{"type":"rules","otherwise":"deny","rules":[
                {"when":{"request":"time","after":"2030-01-01T00:00:00Z"},"role":"\#(role("late"))"}]}},
                "tests":[{"name":"t","logins":[{"provider":"accounts.google.com","subject":"1","audience":"a"}],"expect":{"role":"\#(role("late"))"}}]}
                """#)
        #expect(configuration.failures(in: .mapped, at: Date(timeIntervalSince1970: 1_893_456_001)).isEmpty)
        #expect(!configuration.failures(in: .mapped, at: Date(timeIntervalSince1970: 1_893_456_000)).isEmpty)
        configuration.tests = try RoleConfiguration.tests(
            parsing: RoleConfiguration.text(of: configuration.tests).replacing(
                "\"expect\"", with: "\"time\":1893456001,\"expect\""))
        #expect(configuration.failures(in: .mapped, at: Date(timeIntervalSince1970: 0)).isEmpty)
    }

    @Test func `may expect each refusal there is`() {
        #expect(RoleRefusal.codes.count == 16)
        #expect(Set(RoleRefusal.codes).count == 16)
    }
}

@Suite struct `A mapping that Cognito has no words for` {
    private let own = RoleMapping(
        .ownForm(
            OwnFormMapping(
                #"{"type":"rules","otherwise":"deny","rules":[{"when":{"claim":"a","exists":true},"role":"\#(role("first"))"}]}"#,
                version: 7)), otherwise: .deny)
    private let marker = RoleMappingProposal(
        .rules, otherwise: .deny, rules: [RoleRule("sluice:own-form", .equals, "7", gives: role("first"))])
    private let plain = RoleMappingProposal(
        .rules, otherwise: .deny, rules: [RoleRule("a", .equals, "b", gives: role("first"))])

    private func part(
        _ proposals: [String: RoleMappingProposal]
    ) -> Result<[String], RoleMappingProblem> {
        Result { () throws(RoleMappingProblem) in
            let parts = try RoleMappingProposal.part(
                proposals, from: ["k": own, "p": RoleMapping(.token, otherwise: .deny)])
            return parts.open.keys.sorted() + parts.kept.keys.sorted().map { "\($0) kept" }
        }
    }

    @Test func `shows as a marker`() {
        #expect(RoleMappingProposal(own) == marker)
        #expect(own.cognitoView.ambiguousRoleResolution == .deny)
    }

    @Test func `stays when its marker comes back, whatever becomes of the others`() {
        #expect(part(["k": marker]) == .success(["k kept"]))
        #expect(part(["k": marker, "p": plain]) == .success(["p", "k kept"]))
    }

    @Test func `is not overwritten, and not left out`() {
        var stale = marker
        stale.rules = [RoleRule("sluice:own-form", .equals, "6", gives: role("first"))]
        var otherwise = marker
        otherwise.ambiguousRoleResolution = .authenticatedRole
        for proposal in [plain, stale, otherwise, RoleMappingProposal(.token, otherwise: .deny)] {
            #expect(part(["k": proposal]) == .failure(.ownForm(mapping: "k")))
        }
        #expect(part([:]) == .failure(.ownForm(mapping: "k")))
        #expect(part(["p": plain]) == .failure(.ownForm(mapping: "k")))
    }

    @Test func `is not made by its marker`() {
        #expect(part(["k": marker, "p": marker]) == .failure(.markerReserved(mapping: "p")))
        var second = plain
        second.rules = (plain.rules ?? []) + (marker.rules ?? [])
        #expect(part(["k": marker, "q": second]) == .failure(.markerReserved(mapping: "q")))
    }
}

@Suite struct `The difference of two configurations` {
    private func configuration(_ rules: String, tests: String = "[]", roles: String = "{}") throws -> RoleConfiguration
    {
        try RoleConfiguration(
            parsing:
                #"{"defaultRoles":\#(roles),"mappings":{"k":{"type":"rules","otherwise":"deny","rules":[\#(rules)]}},"tests":\#(tests)}"#
        )
    }

    private func rule(_ name: String, _ value: String) -> String {
        #"{"name":"\#(name)","when":{"claim":"c","equals":"\#(value)"},"role":"\#(role("r"))"}"#
    }

    @Test func `is empty for the same`() throws {
        let one = try configuration(rule("a", "1"))
        #expect(RoleConfigurationDiff(from: one, to: one).isEmpty)
    }

    @Test func `tells rules that came, left, moved and changed`() throws {
        let old = try configuration(
            [rule("a", "1"), rule("b", "2"), rule("c", "3"), rule("d", "4")].joined(separator: ","))
        let new = try configuration(
            [rule("d", "4"), rule("a", "1"), rule("b", "9"), rule("e", "5")].joined(separator: ","))
        let changes = RoleConfigurationDiff(from: old, to: new).mappings
        #expect(changes.map(\.kind) == [.changed])
        #expect(changes[0].type == nil && changes[0].otherwise == nil)
        let rules = changes[0].rules.map {
            "\($0.kind) \($0.from.map { "\($0)" } ?? "-") \($0.to.map { "\($0)" } ?? "-")"
        }
        #expect(rules == ["moved 0 1", "changed 1 2", "removed 2 -", "added - 3"])
    }

    @Test func `tells mappings, default roles and tests`() throws {
        var old = try configuration(
            rule("a", "1"),
            tests: #"[{"name":"t","expect":{"role":"\#(role("x"))"}},{"name":"u","expect":{"role":"\#(role("x"))"}}]"#,
            roles: #"{"authenticated":"\#(role("x"))"}"#)
        var new = try configuration(
            rule("a", "1"),
            tests: #"[{"name":"t","expect":{"role":"\#(role("y"))"}},{"name":"v","expect":{"role":"\#(role("x"))"}}]"#,
            roles: #"{"unauthenticated":"\#(role("x"))"}"#)
        old.mappings["gone"] = MappingDocument(.token, otherwise: .deny)
        new.mappings["k"] = MappingDocument(.token, otherwise: .authenticatedRole)
        let diff = RoleConfigurationDiff(from: old, to: new)
        #expect(diff.authenticatedRole?.from == role("x") && diff.authenticatedRole?.to == nil)
        #expect(diff.unauthenticatedRole?.from == nil && diff.unauthenticatedRole?.to == role("x"))
        #expect(diff.mappings.map { "\($0.key) \($0.kind)" } == ["gone removed", "k changed"])
        #expect(diff.mappings[1].type?.to == "token" && diff.mappings[1].otherwise?.to == "authenticatedRole")
        #expect(diff.mappings[1].rules.map(\.kind) == [.removed])
        #expect(diff.tests.map { "\($0.name) \($0.kind)" } == ["t changed", "u removed", "v added"])
    }
}

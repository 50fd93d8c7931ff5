import IdentityModel
import Testing

@testable import RoleRules

@Suite struct `A mapping of Cognito's form` {
    @Test func `goes to Sluice's own form and back unchanged, by way of JSON too`() throws {
        var generator = RuleGenerator(seed: 31)
        for _ in 0..<300 {
            let mapping = generator.mapping()
            guard mapping.source != .rules([]) else { continue }
            let document = MappingDocument(mapping)
            #expect(document.isExpressibleInCognito)
            #expect(try document.cognitoMapping() == mapping)
            #expect(try MappingDocument(parsing: document.json) == document)
        }
    }

    private static func document(_ rules: String...) throws -> MappingDocument {
        let list = rules.map { #"{\#($0), "role": "\#(role("x"))"}"# }.joined(separator: ", ")
        return try MappingDocument(parsing: #"{"type": "rules", "otherwise": "deny", "rules": [\#(list)]}"#)
    }

    private static func shortfall(_ document: MappingDocument) -> CognitoShortfall? {
        do throws(CognitoShortfall) {
            _ = try document.cognitoMapping()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        (#"{"claim": "c", "equals": "a"}"#, RoleRule("c", .equals, "a", gives: role("x"))),
        (#"{"claim": "c", "notEquals": 42}"#, RoleRule("c", .notEqual, "42", gives: role("x"))),
        (#"{"claim": "c", "startsWith": "a"}"#, RoleRule("c", .startsWith, "a", gives: role("x"))),
        (#"{"path": "/c", "contains": "a b"}"#, RoleRule("c", .contains, "a b", gives: role("x"))),
    ])
    func `has words for`(_ condition: String, _ rule: RoleRule) throws {
        let mapping = try Self.document(#""when": \#(condition)"#).cognitoMapping()
        #expect(mapping == RoleMapping(.rules([rule]), otherwise: .deny))
    }

    @Test(arguments: [
        (#""name": "n", "when": {"claim": "c", "equals": "a"}"#, CognitoShortfall.Part.name),
        (#""when": {"claim": "c", "equals": "a"}, "sessionSeconds": 900"#, .session),
        (#""when": {"claim": "c", "equals": "a"}, "tags": {"k": {"value": "v"}}"#, .session),
        (#""when": {"all": [{"claim": "c", "equals": "a"}]}"#, .condition),
        (#""when": {"any": [{"claim": "c", "equals": "a"}]}"#, .condition),
        (#""when": {"not": {"claim": "c", "equals": "a"}}"#, .condition),
        (#""when": {"path": "/a/b", "equals": "a"}"#, .subject),
        (#""when": {"request": "sourceAddress", "equals": "a"}"#, .subject),
        (#""when": {"claim": "c", "equalsIgnoringCase": "a"}"#, .operation),
        (#""when": {"claim": "c", "endsWith": "a"}"#, .operation),
        (#""when": {"claim": "c", "notStartsWith": "a"}"#, .operation),
        (#""when": {"claim": "c", "notContains": "a"}"#, .operation),
        (#""when": {"claim": "c", "in": ["a"]}"#, .operation),
        (#""when": {"claim": "c", "matches": "a"}"#, .operation),
        (#""when": {"claim": "c", "numberEquals": 1}"#, .operation),
        (#""when": {"claim": "c", "before": "now"}"#, .operation),
        (#""when": {"claim": "c", "inNetwork": "::/0"}"#, .operation),
        (#""when": {"claim": "c", "exists": true}"#, .operation),
        (#""when": {"claim": "email", "equals": "a", "acceptsUnverified": true}"#, .operation),
        (#""when": {"claim": "a b", "equals": "a"}"#, .claimName),
        (#""when": {"claim": "\#(String(repeating: "c", count: 65))", "equals": "a"}"#, .claimName),
        (#""when": {"claim": "c", "equals": ""}"#, .value),
        (#""when": {"claim": "c", "equals": "\#(String(repeating: "v", count: 129))"}"#, .value),
    ])
    func `has no words for`(_ rule: String, _ part: CognitoShortfall.Part) throws {
        let document = try Self.document(#""when": {"claim": "c", "equals": "a"}"#, rule)
        #expect(Self.shortfall(document) == .rule(index: 1, part))
        #expect(!document.isExpressibleInCognito)
    }

    @Test func `has room for twenty-five rules, and needs one`() throws {
        let rule = MappingRule(RoleRule("c", .equals, "a", gives: role("x")))
        func shortfall(_ count: Int) -> CognitoShortfall? {
            Self.shortfall(MappingDocument(.rules(Array(repeating: rule, count: count)), otherwise: .deny))
        }
        #expect(shortfall(0) == .noRules)
        #expect(shortfall(25) == nil)
        #expect(shortfall(26) == .tooManyRules(limit: 25))
    }

    @Test func `takes names and values up to their limits`() throws {
        let claim = String(repeating: "c", count: 64)
        let value = String(repeating: "v", count: 128)
        let document = try Self.document(#""when": {"claim": "\#(claim)", "equals": "\#(value)"}"#)
        #expect(document.isExpressibleInCognito)
    }
}

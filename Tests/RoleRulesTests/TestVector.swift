import IdentityModel
import Testing

import struct Foundation.Date

@testable import RoleRules

/// One test in its JSON form, on one set of claims, at 2030-01-01T00:00:00Z.
struct TestVector: CustomTestStringConvertible {
    let test: String
    let claims: String
    let finding: ClaimTest.Finding
    var sourceAddress: String?

    init(_ test: String, _ claims: String, _ finding: ClaimTest.Finding, from sourceAddress: String? = nil) {
        self.test = test
        self.claims = claims
        self.finding = finding
        self.sourceAddress = sourceAddress
    }

    var testDescription: String { "\(test) on \(claims)\(sourceAddress.map { " from \($0)" } ?? "")" }

    func check(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
        guard case .test(let test) = try condition(test) else {
            Issue.record("not a single test", sourceLocation: sourceLocation)
            return
        }
        var circumstances = RuleCircumstances.sample
        circumstances.sourceAddress = sourceAddress
        let facts = RuleFacts(claims: try .sample(claims), circumstances: circumstances)
        #expect(test.evaluate(facts) == finding, sourceLocation: sourceLocation)
    }
}

/// - Parameter text: its JSON form.
func condition(_ text: String) throws -> ClaimCondition {
    let mapping = try MappingDocument(
        parsing: #"{"type": "rules", "otherwise": "deny", "rules": [{"when": \#(text), "role": "\#(role("x"))"}]}"#)
    guard case .rules(let rules) = mapping.source else { throw MappingMistakes(mistakes: []) }
    return rules[0].condition
}

func evaluate(_ text: String, _ claims: String) throws -> Ternary {
    var trace: [ConditionTrace]?
    return try condition(text).evaluate(RuleFacts(claims: try .sample(claims), circumstances: .sample), &trace)
}

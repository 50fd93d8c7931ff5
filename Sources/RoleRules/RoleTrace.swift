import IdentityModel

/// What was looked at until a role was chosen or refused; for decision traces. It holds claims, never a token.
package struct RoleTrace: Sendable, Equatable {
    /// Those that were asked, in the order of asking. The last one decided, if a mapping or an assertion did.
    package var logins: [AskedLogin] = []
    /// The roles that a token or an assertion names, when they counted.
    package var named: NamedRoles?
    /// Every rule that was tried, in order.
    package var rules: [RuleTrace] = []

    package struct AskedLogin: Sendable, Equatable {
        package let provider: ProviderName
        package let kind: RuleLogin.Kind
        /// The keys that were looked for.
        package let mappingKeys: [String]
        /// The one that the pool has a mapping for.
        package let mapping: String?
    }

    package struct NamedRoles: Sendable, Equatable {
        package let preferred: String?
        package let roles: [String]
    }
}

/// One rule, and whether it matched.
package struct RuleTrace: Sendable, Equatable {
    /// From 0.
    package let index: Int
    package let name: String?
    package let roleARN: String
    package let matches: Bool
    package let condition: [ConditionTrace]
}

/// The parts of a condition that were tried until its outcome was certain.
package indirect enum ConditionTrace: Sendable, Equatable {
    case test(TestTrace)
    case all([ConditionTrace], isMet: Bool)
    case any([ConditionTrace], isMet: Bool)
    case not([ConditionTrace], isMet: Bool)
}

/// What one test compared.
package struct TestTrace: Sendable, Equatable {
    package let test: ClaimTest
    package let finding: ClaimTest.Finding
    /// Nil when there is no value; the first few of a long list, each cut when it is long.
    package let actual: [String]?

    package static let mostValues = 25
    /// In Unicode scalars.
    package static let longestValue = 256

    init(_ test: ClaimTest, _ finding: ClaimTest.Finding, _ facts: RuleFacts) {
        self.test = test
        self.finding = finding
        actual =
            switch test.subject.find(in: facts) {
            case .missing: nil
            case .incomparable: ["{…}"]
            case .one(let value): [Self.cut(value)]
            case .list(let values): values.prefix(Self.mostValues).map { $0.map(Self.cut) ?? "{…}" }
            }
    }

    private static func cut(_ value: String) -> String {
        let scalars = value.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: longestValue, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return value }
        return String(scalars[..<end]) + "…"
    }
}

/// A choice or a refusal, with all that led to it.
package struct RoleExplanation: Sendable {
    package let outcome: Result<RoleChoice, RoleRefusal>
    package let trace: RoleTrace
}

import IdentityModel

/// A role mapping made ready to choose by. A mapping in the form of Cognito is one of these too.
package struct MappingDocument: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// The token names its roles.
        case token
        /// The first rule that matches.
        case rules([MappingRule])
    }

    package let source: Source
    package let ambiguousRoleResolution: AmbiguousRoleResolution

    package init(_ source: Source, otherwise ambiguousRoleResolution: AmbiguousRoleResolution) {
        self.source = source
        self.ambiguousRoleResolution = ambiguousRoleResolution
    }

    package init(_ mapping: RoleMapping) {
        let source: Source =
            switch mapping.source {
            case .token: .token
            case .rules(let rules): .rules(rules.map(MappingRule.init))
            }
        self.init(source, otherwise: mapping.ambiguousRoleResolution)
    }
}

/// A condition, and what those get who meet it.
package struct MappingRule: Sendable, Equatable {
    /// For people; it decides nothing.
    package let name: String?
    package let condition: ClaimCondition
    package let roleARN: String
    package let session: RuleSession

    package init(
        name: String? = nil, when condition: ClaimCondition, gives roleARN: String, session: RuleSession = .none
    ) {
        self.name = name
        self.condition = condition
        self.roleARN = roleARN
        self.session = session
    }

    package init(_ rule: RoleRule) {
        self.init(when: .test(ClaimTest(rule)), gives: rule.roleARN)
    }
}

extension ClaimTest {
    fileprivate init(_ rule: RoleRule) {
        let form: TextComparison.Form =
            switch rule.match {
            case .equals, .notEqual: .equals
            case .startsWith: .startsWith
            case .contains: .contains
            }
        self.init(.claim(rule.claim), .text(TextComparison(form, rule.value)), isNegated: rule.match == .notEqual)
    }
}

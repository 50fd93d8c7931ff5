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

    /// A text in our own form was read before it was kept. One that cannot be read all the same, as a later release may
    /// have left it, gives nobody a role.
    package init(_ mapping: RoleMapping) {
        switch mapping.source {
        case .token: self.init(.token, otherwise: mapping.ambiguousRoleResolution)
        case .rules(let rules):
            self.init(.rules(rules.map(MappingRule.init)), otherwise: mapping.ambiguousRoleResolution)
        case .ownForm(let own):
            self = (try? MappingDocument(parsing: own.text)) ?? MappingDocument(.rules([]), otherwise: .deny)
        }
    }

    /// The roles that its rules give, each once, in order.
    package var roleARNs: [String] {
        guard case .rules(let rules) = source else { return [] }
        return ARNList.distinct(rules.map(\.roleARN))
    }

    /// The same mapping with other names for its roles.
    package func replacingRoles(_ replace: (String) -> String) -> MappingDocument {
        guard case .rules(let rules) = source else { return self }
        return MappingDocument(
            .rules(
                rules.map {
                    MappingRule(name: $0.name, when: $0.condition, gives: replace($0.roleARN), session: $0.session)
                }), otherwise: ambiguousRoleResolution)
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

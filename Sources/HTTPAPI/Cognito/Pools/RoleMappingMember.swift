import IdentityModel
import RoleRules

/// One role mapping as a request brings it.
struct RoleMappingMember: Sendable {
    let type: String?
    let ambiguousRoleResolution: String?
    /// Nil when there is no `RulesConfiguration`.
    let rules: RulesMember?

    struct RulesMember: Sendable {
        let rules: [RuleMember?]?
    }

    struct RuleMember: Sendable {
        let claim: String?
        let matchType: String?
        let value: String?
        let roleARN: String?
    }

    init(_ members: RequestMembers) throws(WireError) {
        type = try members.text("Type")
        ambiguousRoleResolution = try members.text("AmbiguousRoleResolution")
        rules = try members.structure("RulesConfiguration") { members throws(WireError) in
            RulesMember(
                rules: try members.structures("Rules") { members throws(WireError) in
                    RuleMember(
                        claim: try members.text("Claim"), matchType: try members.text("MatchType"),
                        value: try members.text("Value"), roleARN: try members.text("RoleARN"))
                })
        }
    }

    /// - Returns: the mapping; nil when its type is missing, which nobody sees, because the request is refused then.
    func proposal(_ violations: inout Violations, at path: String) -> RoleMappingProposal? {
        let kind = violations.required(type, oneOf: RoleMappingProposal.Kind.self, at: "\(path).type")
        let resolution = violations.optional(
            ambiguousRoleResolution, oneOf: AmbiguousRoleResolution.self, at: "\(path).ambiguousRoleResolution")
        let rules = rules.map { $0.checked(&violations, at: "\(path).rulesConfiguration.rules") }
        return kind.map { RoleMappingProposal($0, otherwise: resolution, rules: rules) }
    }
}

extension RoleMappingMember.RulesMember {
    /// What the model allows; the service itself stops at 25 and says so in words of its own.
    private static let most = 400

    fileprivate func checked(_ violations: inout Violations, at path: String) -> [RoleRule] {
        guard let rules else {
            violations.add(.notNull, at: path, value: .null)
            return []
        }
        if rules.isEmpty { violations.add(.minimumLength(1), at: path, value: .shown("[]")) }
        if rules.count > Self.most { violations.add(.maximumLength(Self.most), at: path, value: .withheld) }
        return rules.prefix(Self.most).enumerated().compactMap { index, rule in
            let path = "\(path).\(index + 1).member"
            guard let rule else {
                violations.add(.notNull, at: path, value: .null)
                return nil
            }
            let claim = violations.required(rule.claim, .claimName, at: "\(path).claim")
            let match = violations.required(rule.matchType, oneOf: RoleRule.Match.self, at: "\(path).matchType")
            let value = violations.required(rule.value, .claimValue, at: "\(path).value")
            let role = violations.required(rule.roleARN, .arn, at: "\(path).roleARN")
            return match.map { RoleRule(claim, $0, value, gives: role) }
        }
    }
}

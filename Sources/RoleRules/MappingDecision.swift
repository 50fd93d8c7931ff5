import IdentityModel

/// One mapping at work on one login.
struct MappingDecision {
    let key: String
    let document: MappingDocument
    let authenticatedRoleARN: String?
    let requested: String?

    func choose(_ facts: RuleFacts, _ trace: inout RoleTrace?) throws(RoleRefusal) -> RoleChoice {
        switch document.source {
        case .token: try choose(among: TokenRoles(facts.claims), &trace)
        case .rules(let rules): try choose(by: rules, facts, &trace)
        }
    }

    private func choose(among named: TokenRoles, _ trace: inout RoleTrace?) throws(RoleRefusal) -> RoleChoice {
        trace?.named = .init(preferred: named.preferred, roles: named.roles)
        if let requested {
            guard named.roles.contains(where: requested.isSameBytes) else {
                throw .notEntitled(roleARN: requested, .token(mapping: key))
            }
            return RoleChoice(requested, because: .requestedRole(mapping: key))
        }
        if let preferred = named.preferred { return RoleChoice(preferred, because: .preferredRole(mapping: key)) }
        guard named.roles.count == 1 else {
            return try resolve(named.roles.isEmpty ? .tokenNamesNoRole : .tokenNamesSeveralRoles)
        }
        return RoleChoice(named.roles[0], because: .onlyRole(mapping: key))
    }

    /// A request overrides the order of the rules, not whether they match.
    private func choose(
        by rules: [MappingRule], _ facts: RuleFacts, _ trace: inout RoleTrace?
    ) throws(RoleRefusal) -> RoleChoice {
        for (index, rule) in rules.enumerated() {
            var conditions: [ConditionTrace]? = trace == nil ? nil : []
            let matches = rule.condition.evaluate(facts, &conditions) == .yes
            trace?.rules.append(
                RuleTrace(
                    index: index, name: rule.name, roleARN: rule.roleARN, matches: matches,
                    condition: conditions ?? []))
            guard matches, requested?.isSameBytes(as: rule.roleARN) ?? true else { continue }
            return try choice(of: rule, index, facts)
        }
        if let requested { throw .notEntitled(roleARN: requested, .rules(mapping: key)) }
        return try resolve(.noRuleMatches)
    }

    private func choice(
        of rule: MappingRule, _ index: Int, _ facts: RuleFacts
    ) throws(RoleRefusal) -> RoleChoice {
        do throws(PrincipalTagProblem) {
            return RoleChoice(
                rule.roleARN,
                because: .rule(mapping: key, index: index, name: rule.name, isRequested: requested != nil),
                sessionSeconds: rule.session.seconds, tags: try rule.session.resolve(facts))
        } catch {
            throw .tagsNotAllowed(mapping: key, index: index, error)
        }
    }

    private func resolve(_ ambiguity: Ambiguity) throws(RoleRefusal) -> RoleChoice {
        switch document.ambiguousRoleResolution {
        case .deny: throw .ambiguous(mapping: key, ambiguity)
        case .authenticatedRole:
            guard let authenticatedRoleARN else { throw .noRole(guest: false) }
            return RoleChoice(authenticatedRoleARN, because: .ambiguous(mapping: key, ambiguity))
        }
    }
}

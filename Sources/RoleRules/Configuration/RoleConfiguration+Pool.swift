import IdentityModel

extension RoleConfiguration {
    /// What is wrong with the configuration for that pool alone: mappings of providers that it does not have, and rules that
    /// a client of Cognito's API would take for a marker.
    package func mistakes(in pool: IdentityPool) -> [MappingMistake] {
        let keys = pool.roleMappingKeys
        var mistakes: [MappingMistake] = []
        for (key, mapping) in sortedMappings {
            if !keys.contains(where: key.isSameBytes) {
                mistakes.append(MappingMistake(Self.place(key), .providerNotConfigured))
            }
            guard case .rules(let rules) = mapping.source else { continue }
            for (index, rule) in rules.enumerated() where rule.condition.looks(at: OwnFormMarker.claim) {
                mistakes.append(MappingMistake(Self.place(key, "rules", "\(index)", "when"), .reserved))
            }
        }
        return mistakes
    }
}

extension ClaimCondition {
    func looks(at claim: String) -> Bool { tests.contains { $0.subject == .claim(claim) } }

    /// Every test in it, in order.
    var tests: [ClaimTest] {
        switch self {
        case .test(let test): [test]
        case .all(let parts), .any(let parts): parts.flatMap(\.tests)
        case .not(let part): part.tests
        }
    }
}

/// When a rule matches: tests, and how they are joined.
package indirect enum ClaimCondition: Sendable, Equatable {
    case test(ClaimTest)
    /// Every part is met.
    case all([ClaimCondition])
    /// At least one part is met.
    case any([ClaimCondition])
    case not(ClaimCondition)

    /// Parts are tried in order until the outcome is certain.
    ///
    /// - Parameter trace: gathers what was tried; nil to gather nothing.
    func evaluate(_ facts: RuleFacts, _ trace: inout [ConditionTrace]?) -> Ternary {
        switch self {
        case .test(let test):
            let finding = test.evaluate(facts)
            trace?.append(.test(TestTrace(test, finding, facts)))
            return finding.ternary
        case .not(let part):
            var inner: [ConditionTrace]? = trace == nil ? nil : []
            let met = !part.evaluate(facts, &inner)
            trace?.append(.not(inner ?? [], isMet: met == .yes))
            return met
        case .all(let parts): return join(parts, until: .no, facts, &trace)
        case .any(let parts): return join(parts, until: .yes, facts, &trace)
        }
    }

    /// `all` is over with the first no, `any` with the first yes; otherwise one unknown part makes the whole unknown.
    private func join(
        _ parts: [ClaimCondition], until decisive: Ternary, _ facts: RuleFacts, _ trace: inout [ConditionTrace]?
    ) -> Ternary {
        var inner: [ConditionTrace]? = trace == nil ? nil : []
        var met = !decisive
        for part in parts {
            let outcome = part.evaluate(facts, &inner)
            if outcome == decisive {
                met = decisive
                break
            }
            if outcome == .unknown { met = .unknown }
        }
        if trace != nil {
            let isMet = met == .yes
            trace?.append(decisive == .no ? .all(inner ?? [], isMet: isMet) : .any(inner ?? [], isMet: isMet))
        }
        return met
    }
}

@testable import RoleRules

/// Conditions in our own form.
extension RuleGenerator {
    /// Of few claims and words, so that conditions often have to do with each other.
    mutating func ownCondition(depth: Int = 0) -> ClaimCondition {
        switch next(below: depth > 2 ? 4 : 8) {
        case 0...3: .test(test())
        case 4, 5: .all(many(1...3) { $0.ownCondition(depth: depth + 1) })
        case 6: .any(many(1...3) { $0.ownCondition(depth: depth + 1) })
        default: .not(ownCondition(depth: depth + 1))
        }
    }

    private mutating func test() -> ClaimTest {
        let subject = RuleSubject.claim(pick(["dept", "groups", "email", "sub"]))
        let isNegated = happens(oneIn: 3)
        var isPresence = false
        var comparison = RuleComparison.presence(true)
        switch next(below: 5) {
        case 0: comparison = .list(ListComparison(many(1...3) { $0.word() }))
        case 1:
            comparison = .presence(happens(oneIn: 2))
            isPresence = true
        case 2:
            let relation = pick(NumberComparison.Relation.allCases)
            if let number = NumberComparison(relation, pick(["42", "7"])) { comparison = .number(number) }
        default:
            let form = pick(TextComparison.Form.allCases)
            comparison = .text(TextComparison(form, word(), ignoresCase: happens(oneIn: 3)))
        }
        return ClaimTest(
            subject, comparison, isNegated: isNegated && !isPresence, acceptsUnverified: happens(oneIn: 4))
    }

    /// A rule in our own form.
    mutating func ownRule() -> MappingRule { MappingRule(when: ownCondition(), gives: pick(Self.roles)) }
}

import struct Foundation.Date

/// What can be told of conditions without a login. Nothing here is ever true by mistake; much that holds is not seen.
///
/// Conditions in conditions multiply, so comparing has an end: when the steps are used up, nothing more is found.
struct ConditionInference {
    private(set) var stepsLeft: Int

    /// For all rules of a configuration. Ten mappings of 200 rules with three conditions each take four millions, which is a
    /// moment; conditions that nest as deeply as they may could take hours.
    static let mostSteps = 5_000_000

    init(steps: Int = mostSteps) {
        stepsLeft = steps
    }

    /// Whether something may have been missed.
    var isExhausted: Bool { stepsLeft <= 0 }

    private mutating func step() -> Bool {
        guard stepsLeft > 0 else { return false }
        stepsLeft -= 1
        return true
    }

    /// Whether whoever meets the one condition surely meets the other.
    mutating func implies(_ condition: ClaimCondition, _ other: ClaimCondition) -> Bool {
        guard step() else { return false }
        if condition == other || isAlwaysMet(other) { return true }
        switch (condition, other) {
        case (_, .all(let parts)): return parts.allSatisfy { implies(condition, $0) }
        case (.any(let parts), _): return parts.allSatisfy { implies($0, other) }
        case (.all(let parts), _): return parts.contains { implies($0, other) } || hasPart(other, impliedBy: condition)
        case (_, .any): return hasPart(other, impliedBy: condition)
        case (.test(let test), .test(let wanted)): return test.implies(wanted)
        default: return false
        }
    }

    private mutating func hasPart(_ other: ClaimCondition, impliedBy condition: ClaimCondition) -> Bool {
        if case .any(let parts) = other { parts.contains { implies(condition, $0) } } else { false }
    }

    /// Every login has a subject, an audience and an issuer.
    private mutating func isAlwaysMet(_ condition: ClaimCondition) -> Bool {
        guard step() else { return false }
        switch condition {
        case .test(let test):
            guard case .presence(true) = test.comparison, case .claim(let name) = test.subject else { return false }
            return ["iss", "sub", "aud"].contains(where: name.isSameBytes)
        case .all(let parts): return parts.allSatisfy { isAlwaysMet($0) }
        case .any(let parts): return parts.contains { isAlwaysMet($0) }
        case .not: return false
        }
    }

    /// Whether nobody can meet it.
    mutating func isImpossible(_ condition: ClaimCondition) -> Bool {
        guard step() else { return false }
        switch condition {
        case .test: return false
        case .not(let part): return isAlwaysMet(part)
        case .any(let parts): return parts.allSatisfy { isImpossible($0) }
        case .all:
            let parts = condition.conjuncts
            if parts.contains(where: { isImpossible($0) }) { return true }
            return parts.indices.contains { index in
                parts[..<index].contains { contradict($0, parts[index]) }
            }
        }
    }

    private mutating func contradict(_ one: ClaimCondition, _ other: ClaimCondition) -> Bool {
        guard step() else { return false }
        switch (one, other) {
        case (.not(let part), _) where implies(other, part): return true
        case (_, .not(let part)) where implies(one, part): return true
        case (.test(let left), .test(let right)): return left.contradicts(right) || right.contradicts(left)
        default: return false
        }
    }
}

extension ClaimCondition {
    /// The parts of nested `all`s, side by side.
    fileprivate var conjuncts: [ClaimCondition] {
        if case .all(let parts) = self { parts.flatMap(\.conjuncts) } else { [self] }
    }
}

extension ClaimTest {
    private var positive: ClaimTest {
        ClaimTest(subject, comparison, acceptsUnverified: acceptsUnverified)
    }

    private var isAbsence: Bool {
        if case .presence(false) = comparison { true } else { false }
    }

    private var comparesText: Bool {
        switch comparison {
        case .text, .list: true
        default: false
        }
    }

    func implies(_ other: ClaimTest) -> Bool {
        guard subject == other.subject else { return false }
        if case .presence(true) = other.comparison { return !isAbsence }
        // An address that counts here may not count there.
        guard other.acceptsUnverified || !acceptsUnverified else { return false }
        if comparison == other.comparison, isNegated == other.isNegated { return true }
        switch (isNegated, other.isNegated) {
        case (false, false): return comparison.implies(other.comparison)
        // Both leave the same values untold, so that a no here is a no there.
        case (true, true):
            return comparesText && other.comparesText && other.comparison.implies(comparison)
        default: return false
        }
    }

    fileprivate func contradicts(_ other: ClaimTest) -> Bool {
        guard subject == other.subject else { return false }
        if isAbsence { return !other.isAbsence }
        if !isNegated, other.isNegated { return comparison.implies(other.comparison) }
        guard !isNegated, !other.isNegated, subject.isSingle else { return false }
        return comparison.excludes(other.comparison)
    }
}

extension RuleSubject {
    /// Whether there is never more than one value: elsewhere, two values of a list may meet two tests.
    fileprivate var isSingle: Bool {
        switch self {
        case .request: true
        case .path: false
        case .claim(let name):
            [
                "iss", "sub", "exp", "iat", "auth_time", "nonce", "azp", "email", "email_verified", "hd", "token_use",
                "cognito:username", "cognito:preferred_role",
            ].contains(where: name.isSameBytes)
        }
    }
}

extension RuleComparison {
    /// The only values that it holds for; nil when there are others.
    private var values: [String]? {
        switch self {
        case .text(let test) where test.form == .equals && !test.ignoresCase: [test.text]
        case .list(let test): test.texts
        default: nil
        }
    }

    fileprivate func implies(_ other: RuleComparison) -> Bool {
        if self == other { return true }
        if let values { return values.allSatisfy { other.surelyHolds(for: $0) } }
        guard case .text(let test) = self, case .text(let wanted) = other else { return false }
        guard !test.ignoresCase || wanted.ignoresCase, wanted.holds(for: test.text) else { return false }
        return switch (test.form, wanted.form) {
        case (.equals, _), (_, .contains), (.startsWith, .startsWith), (.endsWith, .endsWith): true
        default: false
        }
    }

    /// Whatever the time is.
    private func surelyHolds(for value: String) -> Bool {
        if case .time = self { return false }
        return compare(value, RuleCircumstances(now: .distantPast)) == .yes
    }

    /// Whether no value meets both.
    fileprivate func excludes(_ other: RuleComparison) -> Bool {
        if let values, values.allSatisfy({ other.surelyFails(for: $0) }) { return true }
        if let values = other.values, values.allSatisfy({ surelyFails(for: $0) }) { return true }
        guard case .time(let left) = self, case .time(let right) = other else { return false }
        switch (left.operand, right.operand) {
        case (.before(let end), .after(let start)), (.after(let start), .before(let end)):
            guard let end = end.instant, let start = start.instant else { return false }
            return !(start < end)
        default: return false
        }
    }

    private func surelyFails(for value: String) -> Bool {
        switch self {
        // The one depends on the time, the other is not about the value.
        case .time, .presence: return false
        default: break
        }
        return compare(value, RuleCircumstances(now: .distantPast)) != .yes
    }
}

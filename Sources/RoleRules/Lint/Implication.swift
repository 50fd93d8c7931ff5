import struct Foundation.Date

/// What can be told of conditions without a login. Nothing here is ever true by mistake; much that holds is not seen.
extension ClaimCondition {
    /// Whether whoever meets this condition surely meets the other.
    func implies(_ other: ClaimCondition) -> Bool {
        if self == other || other.isAlwaysMet { return true }
        switch (self, other) {
        case (_, .all(let parts)): return parts.allSatisfy { implies($0) }
        case (.any(let parts), _): return parts.allSatisfy { $0.implies(other) }
        case (.all(let parts), _): return parts.contains { $0.implies(other) } || other.hasPart(impliedBy: self)
        case (_, .any): return other.hasPart(impliedBy: self)
        case (.test(let test), .test(let wanted)): return test.implies(wanted)
        default: return false
        }
    }

    private func hasPart(impliedBy condition: ClaimCondition) -> Bool {
        if case .any(let parts) = self { parts.contains { condition.implies($0) } } else { false }
    }

    /// Every login has a subject, an audience and an issuer.
    var isAlwaysMet: Bool {
        switch self {
        case .test(let test):
            guard case .presence(true) = test.comparison, case .claim(let name) = test.subject else { return false }
            return ["iss", "sub", "aud"].contains(where: name.isSameBytes)
        case .all(let parts): return parts.allSatisfy(\.isAlwaysMet)
        case .any(let parts): return parts.contains(where: \.isAlwaysMet)
        case .not: return false
        }
    }

    /// Whether nobody can meet it.
    var isImpossible: Bool {
        switch self {
        case .test: return false
        case .not(let part): return part.isAlwaysMet
        case .any(let parts): return parts.allSatisfy(\.isImpossible)
        case .all:
            let parts = conjuncts
            if parts.contains(where: \.isImpossible) { return true }
            return parts.indices.contains { index in
                parts[..<index].contains { $0.contradicts(parts[index]) }
            }
        }
    }

    /// The parts of nested `all`s, side by side.
    private var conjuncts: [ClaimCondition] {
        if case .all(let parts) = self { parts.flatMap(\.conjuncts) } else { [self] }
    }

    private func contradicts(_ other: ClaimCondition) -> Bool {
        switch (self, other) {
        case (.not(let part), _) where other.implies(part): true
        case (_, .not(let part)) where implies(part): true
        case (.test(let left), .test(let right)): left.contradicts(right) || right.contradicts(left)
        default: false
        }
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

/// One comparison of one value: the leaf of a condition.
package struct ClaimTest: Sendable, Equatable {
    package let subject: RuleSubject
    package let comparison: RuleComparison
    /// No element may match in place of any. A missing value meets neither.
    package let isNegated: Bool
    /// Whether an e-mail address counts that its provider calls unverified.
    package let acceptsUnverified: Bool

    package init(
        _ subject: RuleSubject, _ comparison: RuleComparison, isNegated: Bool = false, acceptsUnverified: Bool = false
    ) {
        self.subject = subject
        self.comparison = comparison
        self.isNegated = isNegated
        self.acceptsUnverified = acceptsUnverified
    }

    /// What came of a test, and why.
    package enum Finding: String, Sendable, Equatable {
        case holds
        case doesNotHold
        /// There is no such value.
        case missing
        /// An object, or a text that is not of the kind that is compared: no number, no time, no address.
        case notComparable
        /// An e-mail address that the provider calls unverified.
        case unverified

        var ternary: Ternary {
            switch self {
            case .holds: .yes
            case .doesNotHold: .no
            case .missing, .notComparable, .unverified: .unknown
            }
        }
    }

    func evaluate(_ facts: RuleFacts) -> Finding {
        let found = subject.find(in: facts)
        if case .presence(let wanted) = comparison {
            let isPresent = if case .missing = found { false } else { true }
            return isPresent == wanted ? .holds : .doesNotHold
        }
        switch found {
        case .missing: return .missing
        case .incomparable: return .notComparable
        case .one, .list:
            if !acceptsUnverified, subject.isUnverifiedEmail(in: facts.claims) { return .unverified }
            let isMet = any(found, facts.circumstances)
            switch isNegated ? !isMet : isMet {
            case .yes: return .holds
            case .no: return .doesNotHold
            case .unknown: return .notComparable
            }
        }
    }

    /// One element that matches is enough; without it, one that cannot be compared leaves it open.
    private func any(_ found: FoundValue, _ circumstances: RuleCircumstances) -> Ternary {
        switch found {
        case .missing, .incomparable: return .unknown
        case .one(let value): return comparison.compare(value, circumstances)
        case .list(let values):
            var met = Ternary.no
            for value in values {
                switch value.map({ comparison.compare($0, circumstances) }) ?? .unknown {
                case .yes: return .yes
                case .unknown: met = .unknown
                case .no: continue
                }
            }
            return met
        }
    }
}

/// Whether a condition is met. What cannot be told is never in the asker's favour: an Allow does not apply, a Deny does.
enum Ternary: Sendable {
    case no, unknown, yes

    static func && (left: Ternary, right: @autoclosure () -> Ternary) -> Ternary {
        guard left != .no else { return .no }
        let right = right()
        return right == .yes ? left : right
    }

    static func || (left: Ternary, right: @autoclosure () -> Ternary) -> Ternary {
        guard left != .yes else { return .yes }
        let right = right()
        return right == .no ? left : right
    }
}

/// How one value of the request stands to the values of the policy, before negation.
enum Comparison: Sendable {
    case match, mismatch
    /// The request's value is no IP or no ARN at all: neither the operator nor its negation holds.
    case incomparable
    /// The policy's own value is broken and was met before one that matches.
    case indeterminate

    init(_ matches: Bool) {
        self = matches ? .match : .mismatch
    }

    func met(negated: Bool) -> Ternary {
        switch self {
        case .match: negated ? .no : .yes
        case .mismatch: negated ? .yes : .no
        case .incomparable: .no
        case .indeterminate: .unknown
        }
    }
}

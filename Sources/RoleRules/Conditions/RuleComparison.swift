/// How a value is compared: one family of operators to a case and a file.
package enum RuleComparison: Sendable, Equatable {
    case text(TextComparison)
    case list(ListComparison)
    case pattern(RulePattern)
    case number(NumberComparison)
    case time(TimeComparison)
    case network(NetworkComparison)
    /// Whether there is a value at all.
    case presence(Bool)

    /// Unknown when the value is not of the operator's kind.
    func compare(_ value: String, _ circumstances: RuleCircumstances) -> Ternary {
        switch self {
        case .text(let test): Ternary(test.holds(for: value))
        case .list(let test): Ternary(test.holds(for: value))
        case .pattern(let test): test.compare(value)
        case .number(let test): test.compare(value)
        case .time(let test): test.compare(value, circumstances)
        case .network(let test): test.compare(value)
        case .presence: .unknown  // decided before a value is looked at
        }
    }
}

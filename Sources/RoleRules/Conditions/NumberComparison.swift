/// `numberEquals`, `lessThan`, `atMost`, `greaterThan`, `atLeast`: decimals as they are written.
package struct NumberComparison: Sendable, Equatable {
    package enum Relation: String, Sendable, CaseIterable {
        case numberEquals, lessThan, atMost, greaterThan, atLeast
    }

    package let relation: Relation
    /// As written.
    package let text: String
    private let operand: Decimal

    /// In bytes, of an operand as written.
    package static let longest = 64

    /// Nil for a text that is no number in JSON.
    package init?(_ relation: Relation, _ text: String) {
        guard let operand = Decimal(text) else { return nil }
        self.relation = relation
        self.text = text
        self.operand = operand
    }

    /// Unknown for a value that is no number.
    func compare(_ value: String) -> Ternary {
        guard let number = Decimal(value) else { return .unknown }
        return switch relation {
        case .numberEquals: Ternary(number == operand)
        case .lessThan: Ternary(number < operand)
        case .atMost: Ternary(number <= operand)
        case .greaterThan: Ternary(number > operand)
        case .atLeast: Ternary(number >= operand)
        }
    }
}

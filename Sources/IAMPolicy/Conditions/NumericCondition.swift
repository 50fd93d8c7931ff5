/// `NumericEquals`, `NumericLessThan` and their kin: decimals of any length, never rounded to binary fractions.
struct NumericCondition: Sendable {
    private let relation: ConditionOperator.Relation
    private let operands: [PolicyDecimal]

    init(_ relation: ConditionOperator.Relation, _ values: [String], _ literals: TypedLiterals) throws(PolicyError) {
        self.relation = relation
        operands = values.compactMap { PolicyDecimal(Array($0.utf8)) }
        guard operands.count == values.count || literals == .tolerated else { throw .legacyParsing }
    }

    /// A value that is no number matches nothing, so that only `NumericNotEquals` holds.
    func matches(_ value: [UInt8]) -> Bool {
        guard let number = PolicyDecimal(value) else { return false }
        return operands.contains { relation.holds(number, $0) }
    }
}

/// A decimal number in normal form: ±0.d₁d₂d₃… × 10^magnitude with d₁ and the last digit not zero.
struct PolicyDecimal: Comparable {
    private let isNegative: Bool
    private let magnitude: Int
    private let digits: [UInt8]

    /// Reads `+1`, `-01.50`, `1.`, `.5`, `1e-3`. Nil for everything else, `NaN`, `Infinity` and the empty text included.
    init?(_ text: [UInt8]) {
        var rest = text[...]
        let sign = rest.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }

        let whole = Self.takeDigits(&rest)
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = Self.takeDigits(&rest)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }

        var exponent = 0
        if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
            // An exponent that does not fit is refused rather than rounded to infinity.
            guard let read = Int32(String(decoding: rest.dropFirst(), as: UTF8.self)) else { return nil }
            exponent = Int(read)
            rest = []
        }
        guard rest.isEmpty else { return nil }

        let all = whole + fraction
        let significant = all.drop { $0 == UInt8(ascii: "0") }
        digits = Array(
            significant.prefix(
                upTo: significant.lastIndex { $0 != UInt8(ascii: "0") }.map { $0 + 1 } ?? significant.startIndex))
        magnitude = digits.isEmpty ? 0 : whole.count - (all.count - significant.count) + exponent
        isNegative = sign == UInt8(ascii: "-") && !digits.isEmpty
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits
    }

    static func < (left: Self, right: Self) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative ? isSmaller(right, left) : isSmaller(left, right)
    }

    /// By absolute value.
    private static func isSmaller(_ left: Self, _ right: Self) -> Bool {
        if left.digits.isEmpty || right.digits.isEmpty { return left.digits.isEmpty && !right.digits.isEmpty }
        guard left.magnitude == right.magnitude else { return left.magnitude < right.magnitude }
        return left.digits.lexicographicallyPrecedes(right.digits)
    }
}

/// A decimal number of any length, never rounded to a binary fraction: ±0.d₁d₂d₃… × 10^magnitude, with d₁ and the last
/// digit not zero.
struct Decimal: Sendable, Equatable, Comparable {
    let isNegative: Bool
    let magnitude: Int
    let digits: [UInt8]

    /// Nil for a text that is no number in JSON, or has an exponent of more than six digits.
    ///
    /// - Source: RFC 8259 §6.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        let hasSign = rest.first == UInt8(ascii: "-")
        if hasSign { rest.removeFirst() }
        let whole = Self.takeDigits(&rest)
        guard whole.count == 1 || whole.first != 0, !whole.isEmpty else { return nil }
        var fraction: [UInt8] = []
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = Self.takeDigits(&rest)
            guard !fraction.isEmpty else { return nil }
        }
        var exponent = 0
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            let sign = rest.first
            if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
            let power = Self.takeDigits(&rest)
            guard (1...6).contains(power.count) else { return nil }
            exponent = power.reduce(0) { $0 * 10 + Int($1) } * (sign == UInt8(ascii: "-") ? -1 : 1)
        }
        guard rest.isEmpty else { return nil }
        let all = whole + fraction
        let leading = all.prefix { $0 == 0 }.count
        let significant = all.dropFirst(leading)
        digits = Array(significant.prefix(through: significant.lastIndex { $0 != 0 } ?? significant.startIndex - 1))
        magnitude = digits.isEmpty ? 0 : whole.count - leading + exponent
        isNegative = hasSign && !digits.isEmpty
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits.map { $0 - 0x30 }
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

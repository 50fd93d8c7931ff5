/// `equals`, `startsWith`, `endsWith`, `contains`: bytes with bytes, or letters by their lower case.
package struct TextComparison: Sendable, Equatable {
    package enum Form: String, Sendable, CaseIterable {
        case equals, startsWith, endsWith, contains
    }

    package let form: Form
    package let ignoresCase: Bool
    /// As written.
    package let text: String
    private let operand: [UInt8]

    package init(_ form: Form, _ text: String, ignoresCase: Bool = false) {
        self.form = form
        self.ignoresCase = ignoresCase
        self.text = text
        operand = ignoresCase ? Lowercase.bytes(of: text) : Array(text.utf8)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.form == right.form && left.ignoresCase == right.ignoresCase && left.text.isSameBytes(as: right.text)
    }

    func holds(for value: String) -> Bool {
        ignoresCase ? compare(Lowercase.bytes(of: value).span) : compare(value.utf8.span)
    }

    private func compare(_ value: Span<UInt8>) -> Bool {
        let spare = value.count - operand.count
        guard spare >= 0 else { return false }
        switch form {
        case .equals: return spare == 0 && stands(in: value, at: 0)
        case .startsWith: return stands(in: value, at: 0)
        case .endsWith: return stands(in: value, at: spare)
        case .contains:
            for start in 0...spare where stands(in: value, at: start) { return true }
            return false
        }
    }

    private func stands(in value: Span<UInt8>, at start: Int) -> Bool {
        for offset in operand.indices where value[start + offset] != operand[offset] { return false }
        return true
    }
}

/// Every scalar's own lower case, whatever stands beside it: `Σ` is `σ` at the end of a word too.
///
/// - Source: The Unicode Standard §3.13, `toLowercase` without its conditions.
enum Lowercase {
    static func bytes(of text: String) -> [UInt8] {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else {
            return text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        }
        return text.unicodeScalars.flatMap { Array($0.properties.lowercaseMapping.utf8) }
    }
}

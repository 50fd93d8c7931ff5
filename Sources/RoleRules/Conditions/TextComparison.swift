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
        ignoresCase ? compare(Lowercase.bytes(of: value)) : compare(value.utf8)
    }

    private func compare(_ value: some BidirectionalCollection<UInt8>) -> Bool {
        switch form {
        case .equals: value.elementsEqual(operand)
        case .startsWith: value.starts(with: operand)
        case .endsWith: value.reversed().starts(with: operand.reversed())
        case .contains: value.firstRange(of: operand) != nil || operand.isEmpty
        }
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

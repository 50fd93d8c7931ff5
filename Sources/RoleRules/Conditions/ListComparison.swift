/// `in`: the same bytes as one of several texts.
package struct ListComparison: Sendable, Equatable {
    package let texts: [String]

    package static let mostTexts = 100

    package init(_ texts: [String]) {
        self.texts = texts
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.texts.elementsEqual(right.texts) { $0.isSameBytes(as: $1) }
    }

    func holds(for value: String) -> Bool {
        texts.contains(where: value.isSameBytes)
    }
}

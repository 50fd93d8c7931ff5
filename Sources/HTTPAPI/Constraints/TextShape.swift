/// What the service model says of one kind of text.
struct TextShape: Sendable {
    /// In Unicode scalars.
    let length: ClosedRange<Int>
    let pattern: Pattern?
    /// Never repeated to anybody.
    let isSensitive: Bool

    init(length: ClosedRange<Int>, pattern: Pattern? = nil, isSensitive: Bool = false) {
        self.length = length
        self.pattern = pattern
        self.isSensitive = isSensitive
    }

    /// All of it, for messages that list what an element has to meet.
    var constraints: [Constraint] {
        [.maximumLength(length.upperBound), .minimumLength(length.lowerBound)] + (pattern.map { [.pattern($0)] } ?? [])
    }

    /// The constraints that `text` violates; as a rule none.
    func violations(of text: String) -> [Constraint] {
        var violated: [Constraint] = []
        // A scalar takes one to four bytes, so nearly every text is judged by its byte count, which is known.
        if text.utf8.count > length.upperBound, text.unicodeScalars.count > length.upperBound {
            violated.append(.maximumLength(length.upperBound))
        } else if text.utf8.count < length.lowerBound * 4, text.unicodeScalars.count < length.lowerBound {
            violated.append(.minimumLength(length.lowerBound))
        }
        if let pattern, !pattern.matches(text) { violated.append(.pattern(pattern)) }
        return violated
    }

    func admits(_ text: String) -> Bool { violations(of: text).isEmpty }
}

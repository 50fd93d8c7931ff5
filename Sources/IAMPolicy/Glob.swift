/// A text with wildcards, ready to be compared.
///
/// Elements are UTF-8 bytes that stand for themselves, and two codes above every byte that stand for wildcards. A
/// value that was put in for a variable therefore cannot become a wildcard, whatever it holds.
///
/// - Source: IAM User Guide, `StringLike`. `?` is one UTF-16 code unit, so a character outside the Basic Multilingual
///   Plane takes two of them.
struct Glob: Sendable, Hashable {
    /// Zero or more code units.
    static let anyRun: UInt16 = 0x100
    /// Exactly one UTF-16 code unit.
    static let anyOne: UInt16 = 0x101

    private(set) var elements: [UInt16]

    init(_ elements: [UInt16] = []) {
        self.elements = elements
    }

    init(_ text: some Sequence<UInt8>, wildcards: Bool) {
        elements = text.map { wildcards ? Self.element($0) : UInt16($0) }
    }

    mutating func append(_ element: UInt16) {
        elements.append(element)
    }

    mutating func append(literal bytes: some Sequence<UInt8>) {
        elements.append(contentsOf: bytes.lazy.map(UInt16.init))
    }

    static func element(_ byte: UInt8) -> UInt16 {
        switch byte {
        case UInt8(ascii: "*"): anyRun
        case UInt8(ascii: "?"): anyOne
        default: UInt16(byte)
        }
    }

    /// The same pattern for values that are compared without regard to ASCII case.
    var foldingCase: Glob {
        Glob(elements.map { $0 < 0x80 ? UInt16(UInt8($0).asciiLowercased) : $0 })
    }

    /// The elements as text again, for variables resolved into operators that know no wildcards.
    var literal: [UInt8] { Array(bytes) }

    /// The same, one by one.
    var bytes: some Collection<UInt8> { elements.lazy.map { UInt8(truncatingIfNeeded: $0) } }

    mutating func reserve(_ count: Int) { elements.reserveCapacity(count) }

    /// Two pointers and one place to come back to: linear for one star, never worse than pattern × value.
    ///
    /// - Parameters:
    ///   - value: well-formed UTF-8.
    ///   - foldingCase: compares ASCII letters of the value in lower case; the pattern must be folded already.
    func matches(_ value: Span<UInt8>, foldingCase: Bool = false) -> Bool {
        let pattern = elements.span
        var inPattern = 0
        var inValue = 0
        var afterStar = -1
        var starEnd = 0
        while inValue < value.count {
            if inPattern < pattern.count {
                let element = pattern[inPattern]
                let byte = foldingCase ? value[inValue].asciiLowercased : value[inValue]
                if element == Self.anyRun {
                    inPattern += 1
                    afterStar = inPattern
                    starEnd = inValue
                    continue
                }
                if element == UInt16(byte) {
                    inPattern += 1
                    inValue += 1
                    continue
                }
                if element == Self.anyOne {
                    inPattern += 1
                    inValue += Self.unitLength(byte)
                    continue
                }
            }
            guard afterStar >= 0 else { return false }
            if afterStar == pattern.count { return true }
            starEnd += Self.unitLength(value[starEnd])
            inValue = starEnd
            inPattern = afterStar
        }
        while inPattern < pattern.count, pattern[inPattern] == Self.anyRun { inPattern += 1 }
        return inPattern == pattern.count
    }

    func matches(_ value: [UInt8]) -> Bool { matches(value.span) }

    /// How many bytes carry the UTF-16 code unit that starts with this byte. Of four bytes the first two carry the
    /// high surrogate and the last two the low one; no literal starts between them, so none can match there.
    private static func unitLength(_ byte: UInt8) -> Int {
        switch byte {
        case 0..<0x80: 1
        case 0xE0..<0xF0: 3
        default: 2
        }
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

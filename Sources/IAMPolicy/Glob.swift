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

    /// What stands in front of the first star must begin the value, what stands behind the last must end it, and each run
    /// between two stars is looked for once, behind the one before it.
    ///
    /// Variables make patterns as long as what a client sends, so a run of literals is found in linear time; only one with a `?`
    /// in it may cost its length times that of the value.
    ///
    /// - Parameters:
    ///   - value: well-formed UTF-8.
    ///   - foldingCase: compares ASCII letters of the value in lower case; the pattern must be folded already.
    func matches(_ value: Span<UInt8>, foldingCase: Bool = false) -> Bool {
        let whole = elements.indices
        guard let first = elements.firstIndex(of: Self.anyRun), let last = elements.lastIndex(of: Self.anyRun) else {
            return end(of: whole, in: value, at: 0, foldingCase) == value.count
        }
        guard var position = end(of: 0..<first, in: value, at: 0, foldingCase),
            let limit = start(of: (last + 1)..<whole.upperBound, in: value, foldingCase), limit >= position
        else { return false }
        var run = first + 1
        while run <= last {
            var runEnd = run
            while elements[runEnd] != Self.anyRun { runEnd += 1 }
            guard let found = find(run..<runEnd, in: value.extracting(0..<limit), from: position, foldingCase) else {
                return false
            }
            position = found
            run = runEnd + 1
        }
        return true
    }

    /// Where the run ends when it begins there; nil when it does not.
    private func end(
        of run: Range<Int>, in value: Span<UInt8>, at start: Int, _ foldingCase: Bool
    ) -> Int? {
        var position = start
        for index in run {
            guard position < value.count else { return nil }
            let byte = foldingCase ? value[position].asciiLowercased : value[position]
            if elements[index] == UInt16(byte) {
                position += 1
            } else if elements[index] == Self.anyOne {
                position += Self.unitLength(byte)
            } else {
                return nil
            }
        }
        return position
    }

    /// Where the run begins when it ends the value; nil when it does not.
    private func start(of run: Range<Int>, in value: Span<UInt8>, _ foldingCase: Bool) -> Int? {
        var position = value.count
        for index in run.reversed() {
            guard position > 0 else { return nil }
            let byte = foldingCase ? value[position - 1].asciiLowercased : value[position - 1]
            if elements[index] == UInt16(byte) {
                position -= 1
            } else if elements[index] == Self.anyOne {
                var lead = position - 1
                while lead > 0, value[lead] & 0xC0 == 0x80 { lead -= 1 }
                position = value[lead] >= 0xF0 ? position - 2 : lead
            } else {
                return nil
            }
        }
        return position
    }

    /// Where the first of the places ends that hold the run.
    private func find(_ run: Range<Int>, in value: Span<UInt8>, from start: Int, _ foldingCase: Bool) -> Int? {
        guard run.count <= value.count - start else { return nil }
        if run.count * (value.count - start) > 4_096, !elements[run].contains(Self.anyOne) {
            return findLiteral(run, in: value, from: start, foldingCase)
        }
        var position = start
        while run.count <= value.count - position {
            if let end = end(of: run, in: value, at: position, foldingCase) { return end }
            position += Self.unitLength(value[position])
        }
        return nil
    }

    /// The same for a run without wildcards, of whatever length.
    ///
    /// - Source: Knuth, Morris, Pratt, "Fast pattern matching in strings".
    private func findLiteral(
        _ run: Range<Int>, in value: Span<UInt8>, from start: Int, _ foldingCase: Bool
    ) -> Int? {
        let run = elements[run]
        let first = run.startIndex
        var borders = [0]
        borders.reserveCapacity(run.count)
        var length = 0
        for index in run.indices.dropFirst() {
            while length > 0, run[first + length] != run[index] { length = borders[length - 1] }
            if run[first + length] == run[index] { length += 1 }
            borders.append(length)
        }
        length = 0
        for position in start..<value.count {
            let element = UInt16(foldingCase ? value[position].asciiLowercased : value[position])
            while length > 0, run[first + length] != element { length = borders[length - 1] }
            if run[first + length] == element { length += 1 }
            if length == run.count { return position + 1 }
        }
        return nil
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

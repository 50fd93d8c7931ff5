/// Reads the subset of regular expressions that can be matched in one pass.
///
/// Literals, `.` (any scalar), classes `[a-z]` and `[^…]`, `\d \w \s` and their capitals (ASCII), escaped signs, `\t \n \r`,
/// groups `(…)` and `(?:…)`, `|`, and `* + ? {m} {m,} {m,n}`. No anchors, back references, look-around, or flags.
struct PatternParser {
    static let longestPattern = 256
    static let deepestGroup = 16
    static let greatestCount = 100

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    private init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    static func parse(_ text: String) throws(PatternMistake) -> PatternSyntax {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count <= longestPattern else { throw .tooLong(limit: longestPattern) }
        var parser = PatternParser(scalars)
        let syntax = try parser.choice()
        guard parser.next == nil else { throw .unopenedGroup(at: parser.position) }
        return syntax
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func choice() throws(PatternMistake) -> PatternSyntax {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternMistake) -> PatternSyntax {
        var parts: [PatternSyntax] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let part = try atom(scalar)
            parts.append(try repetition(of: part))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom(_ scalar: Unicode.Scalar) throws(PatternMistake) -> PatternSyntax {
        let start = position
        position += 1
        switch scalar {
        case "(": return try group(from: start)
        case "[": return .scalars(try scalarClass(from: start))
        case ".": return .scalars(.everything)
        case "\\": return .scalars(try escape(from: start))
        case "^", "$": throw .anchor(at: start)
        case "*", "+", "?", "{": throw .nothingToRepeat(at: start)
        case "]", "}": throw .unopenedBracket(at: start)
        default: return .scalars(ScalarSet(scalar))
        }
    }

    private mutating func group(from start: Int) throws(PatternMistake) -> PatternSyntax {
        if take("?"), !take(":") { throw .unknownGroup(at: start) }
        depth += 1
        guard depth <= Self.deepestGroup else { throw .tooDeep(limit: Self.deepestGroup) }
        let inside = try choice()
        guard take(")") else { throw .unclosedGroup(at: start) }
        depth -= 1
        return inside
    }

    // MARK: Repetition

    private mutating func repetition(of part: PatternSyntax) throws(PatternMistake) -> PatternSyntax {
        guard let counts = try counts() else { return part }
        if let scalar = next, ["*", "+", "?", "{"].contains(scalar) { throw .repeatedRepetition(at: position) }
        return .repeated(part, least: counts.least, most: counts.most)
    }

    private mutating func counts() throws(PatternMistake) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        guard take("{") else { return nil }
        guard let least = try number() else { throw .malformedCount(at: start) }
        if take("}") { return (least, least) }
        guard take(",") else { throw .malformedCount(at: start) }
        if take("}") { return (least, nil) }
        guard let most = try number(), take("}"), least <= most else { throw .malformedCount(at: start) }
        return (least, most)
    }

    private mutating func number() throws(PatternMistake) -> Int? {
        let start = position
        var value: Int?
        while let digit = next, ("0"..."9").contains(digit) {
            position += 1
            value = (value ?? 0) * 10 + Int(digit.value - 0x30)
            guard value ?? 0 <= Self.greatestCount else { throw .countTooLarge(at: start, limit: Self.greatestCount) }
        }
        return value
    }

    // MARK: Classes and escapes

    private mutating func scalarClass(from start: Int) throws(PatternMistake) -> ScalarSet {
        let isNegated = take("^")
        let first = position
        var set = ScalarSet([])
        while let scalar = next, scalar != "]" {
            let place = position
            position += 1
            let low: ScalarSet
            switch scalar {
            case "[": throw .ambiguousInClass(at: place)
            case "&" where next == "&": throw .ambiguousInClass(at: place)
            case "-" where place != first && next != nil && next != "]": throw .ambiguousInClass(at: place)
            case "-" where next == "-": throw .ambiguousInClass(at: place)
            case "\\": low = try escape(from: place)
            default: low = ScalarSet(scalar)
            }
            guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                set.form(unionWith: low)
                continue
            }
            set.form(unionWith: try range(from: low, at: place))
        }
        guard take("]") else { throw .unclosedClass(at: start) }
        guard !set.ranges.isEmpty else { throw .emptyClass(at: start) }
        return isNegated ? set.negated : set
    }

    /// What follows the low end, whose sign the hyphen is.
    private mutating func range(from low: ScalarSet, at place: Int) throws(PatternMistake) -> ScalarSet {
        position += 1
        let end = position
        guard let scalar = next else { throw .unclosedClass(at: place) }
        position += 1
        guard scalar != "[", scalar != "-" else { throw .ambiguousInClass(at: end) }
        let high = scalar == "\\" ? try escape(from: end) : ScalarSet(scalar)
        guard let lower = low.onlyScalar, let upper = high.onlyScalar else { throw .ambiguousInClass(at: place) }
        guard lower <= upper else { throw .backwardRange(at: place) }
        return ScalarSet([lower...upper])
    }

    private mutating func escape(from start: Int) throws(PatternMistake) -> ScalarSet {
        guard let scalar = next else { throw .unknownEscape(at: start) }
        position += 1
        switch scalar {
        case "d": return .digits
        case "D": return ScalarSet.digits.negated
        case "w": return .word
        case "W": return ScalarSet.word.negated
        case "s": return .space
        case "S": return ScalarSet.space.negated
        case "t": return ScalarSet("\t")
        case "n": return ScalarSet("\n")
        case "r": return ScalarSet("\r")
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": return ScalarSet(scalar)
        default: throw .unknownEscape(at: start)
        }
    }
}

extension ScalarSet {
    fileprivate var onlyScalar: UInt32? {
        guard !isNegated, ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}

/// The inside of quotes: where it ends, and what it says.
enum JSONString {
    /// The offset of the closing quote, and whether anything before it is escaped.
    static func end(
        in input: Span<UInt8>, from start: Int, limit: Int
    ) throws(JSONError) -> (end: Int, escaped: Bool) {
        var position = start
        var escaped = false
        while position < input.count {
            let byte = input[position]
            if byte == UInt8(ascii: "\"") {
                guard position - start <= limit else { throw .stringTooLong(limit: limit) }
                return (position, escaped)
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
                position = try endOfEscape(in: input, from: position)
            } else if byte < 0x20 {
                throw .controlCharacter(at: position)
            } else if byte < 0x80 {
                position += 1
            } else {
                guard let end = endOfMultibyte(in: input, from: position) else { throw .invalidUTF8(at: position) }
                position = end
            }
        }
        throw .unexpectedEnd
    }

    /// The string's bytes with every escape replaced by what it stands for.
    static func decode(_ node: JSONDocument.Node, in input: Span<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(node.range.count)
        var position = node.range.lowerBound
        while position < node.range.upperBound {
            let byte = input[position]
            guard byte == UInt8(ascii: "\\") else {
                decoded.append(byte)
                position += 1
                continue
            }
            let kind = input[position + 1]
            if kind == UInt8(ascii: "u") {
                let (scalar, end) = unicodeEscape(in: input, from: position)
                decoded.append(contentsOf: scalar.utf8)
                position = end
            } else {
                decoded.append(simpleEscapes(kind) ?? kind)
                position += 2
            }
        }
        return decoded
    }

    static func equal(_ input: Span<UInt8>, _ first: Int, _ second: Int, count: Int) -> Bool {
        for offset in 0..<count where input[first + offset] != input[second + offset] { return false }
        return true
    }

    // MARK: Escapes

    private static func endOfEscape(in input: Span<UInt8>, from position: Int) throws(JSONError) -> Int {
        guard position + 1 < input.count else { throw .unexpectedEnd }
        guard input[position + 1] == UInt8(ascii: "u") else {
            guard simpleEscapes(input[position + 1]) != nil else { throw .malformedEscape(at: position) }
            return position + 2
        }
        guard let unit = codeUnit(in: input, at: position) else { throw .malformedEscape(at: position) }
        switch unit {
        case 0: throw .controlCharacter(at: position)
        case 0xD800..<0xDC00:
            guard let low = codeUnit(in: input, at: position + 6), (0xDC00..<0xE000).contains(low) else {
                throw .loneSurrogate(at: position)
            }
            return position + 12
        case 0xDC00..<0xE000: throw .loneSurrogate(at: position)
        default: return position + 6
        }
    }

    /// The scalar of an escape that `endOfEscape` has already admitted.
    private static func unicodeEscape(in input: Span<UInt8>, from position: Int) -> (Unicode.Scalar, Int) {
        let unit = codeUnit(in: input, at: position) ?? 0
        if (0xD800..<0xDC00).contains(unit), let low = codeUnit(in: input, at: position + 6) {
            let value = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
            return (Unicode.Scalar(value) ?? "\u{FFFD}", position + 12)
        }
        return (Unicode.Scalar(unit) ?? "\u{FFFD}", position + 6)
    }

    private static func codeUnit(in input: Span<UInt8>, at position: Int) -> UInt32? {
        guard position + 6 <= input.count, input[position] == UInt8(ascii: "\\"),
            input[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt32 = 0
        for offset in 2..<6 {
            guard let digit = Character(Unicode.Scalar(input[position + offset])).hexDigitValue,
                input[position + offset] < 0x80
            else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    private static func simpleEscapes(_ kind: UInt8) -> UInt8? {
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): kind
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    // MARK: UTF-8

    /// The offset past one well-formed sequence of two to four bytes, or nil.
    ///
    /// - Source: RFC 3629 §4: no overlong forms, no surrogates, nothing above U+10FFFF.
    private static func endOfMultibyte(in input: Span<UInt8>, from position: Int) -> Int? {
        let first = input[position]
        let second: ClosedRange<UInt8>
        let length: Int
        switch first {
        case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
        case 0xE0: (second, length) = (0xA0...0xBF, 3)
        case 0xED: (second, length) = (0x80...0x9F, 3)
        case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
        case 0xF0: (second, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
        case 0xF4: (second, length) = (0x80...0x8F, 4)
        default: return nil
        }
        guard position + length <= input.count, second.contains(input[position + 1]) else { return nil }
        for offset in 2..<max(length, 2) where !(0x80...0xBF).contains(input[position + offset]) { return nil }
        return position + length
    }
}

/// `BinaryEquals`: the bytes behind two base64 texts are the same.
struct BinaryCondition: Sendable {
    private let operands: [[UInt8]]

    /// - Throws: `PolicyError.legacyParsing` for a value that is no base64, in session policies too.
    init(_ values: [String]) throws(PolicyError) {
        operands = values.compactMap { Base64.decode(Array($0.utf8)) }
        guard operands.count == values.count else { throw .legacyParsing }
    }

    func matches(_ value: [UInt8]) -> Bool {
        guard let bytes = Base64.decode(value) else { return false }
        return operands.contains(bytes)
    }
}

/// Base64 with the standard alphabet and its padding, nothing left out and nothing skipped.
///
/// - Source: RFC 4648 §4.
enum Base64 {
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        for (index, byte) in text.dropLast(padding).enumerated() {
            guard let value = value(of: byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            if index % 4 != 0 {
                let spare = UInt32(6 - index % 4 * 2)
                decoded.append(UInt8(truncatingIfNeeded: bits >> spare))
            }
        }
        return decoded
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

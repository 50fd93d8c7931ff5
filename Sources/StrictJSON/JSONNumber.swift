/// A number as it was written. Nobody is forced through a `Double`.
package struct JSONNumber: Sendable, Equatable {
    package let text: String

    /// The value, when it is written as an integer (no fraction, no exponent) that fits.
    package var integer: Int64? { Int64(text) }

    /// The nearest binary fraction; infinite when the number is too large for one.
    package var double: Double { Double(text) ?? .nan }

    /// The offset past the number that starts here, or nil when the grammar of RFC 8259 §6 is not met.
    static func end(in input: Span<UInt8>, from start: Int) -> Int? {
        var position = start
        func digit() -> Bool { position < input.count && (0x30...0x39).contains(input[position]) }
        func has(_ byte: UInt8) -> Bool { position < input.count && input[position] == byte }

        if has(UInt8(ascii: "-")) { position += 1 }
        guard digit() else { return nil }
        if has(UInt8(ascii: "0")) {
            position += 1
            guard !digit() else { return nil }
        } else {
            while digit() { position += 1 }
        }
        if has(UInt8(ascii: ".")) {
            position += 1
            guard digit() else { return nil }
            while digit() { position += 1 }
        }
        if has(UInt8(ascii: "e")) || has(UInt8(ascii: "E")) {
            position += 1
            if has(UInt8(ascii: "+")) || has(UInt8(ascii: "-")) { position += 1 }
            guard digit() else { return nil }
            while digit() { position += 1 }
        }
        return position
    }
}

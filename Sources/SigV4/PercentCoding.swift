/// Percent-encoding with the one alphabet that signatures know.
///
/// - Source: RFC 3986 §2.1, §2.3.
enum PercentCoding {
    static func appendEncoded(_ byte: UInt8, to buffer: inout [UInt8]) {
        if isUnreserved(byte) {
            buffer.append(byte)
        } else {
            buffer.append(UInt8(ascii: "%"))
            buffer.append(Hexadecimal.digit(byte >> 4, letters: UInt8(ascii: "A")))
            buffer.append(Hexadecimal.digit(byte & 15, letters: UInt8(ascii: "A")))
        }
    }

    /// The bytes that `text` stands for. A `%` without two digits behind it stands for itself, and so does `+`: in a
    /// request line it is no space.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8] {
        var bytes = Array(text)
        guard let firstEscape = bytes.firstIndex(of: UInt8(ascii: "%")) else { return bytes }
        var source = firstEscape
        var target = firstEscape
        while source < bytes.count {
            if bytes[source] == UInt8(ascii: "%"), source + 2 < bytes.count,
                let high = Hexadecimal.value(of: bytes[source + 1]), let low = Hexadecimal.value(of: bytes[source + 2])
            {
                bytes[target] = high << 4 | low
                source += 3
            } else {
                bytes[target] = bytes[source]
                source += 1
            }
            target += 1
        }
        bytes.removeLast(source - target)
        return bytes
    }

    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

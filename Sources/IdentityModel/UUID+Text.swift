import struct Foundation.UUID

/// The text of a UUID. Foundation goes through `printf` and `scanf` for it, which shows when it happens several times for
/// every request.
///
/// - Source: RFC 9562 §4.
extension UUID {
    /// 36 characters, in lower case.
    package var text: String { spelled(with: Self.lowerDigits) }

    /// The same in capitals, as `uuidString` has it.
    package var capitals: String { spelled(with: Self.upperDigits) }

    /// Reads 36 characters in either case. Nil for everything else.
    package init?(text: some StringProtocol) {
        var bytes: (UInt64, UInt64) = (0, 0)
        var (place, nibbles) = (0, 0)
        for byte in text.utf8 {
            defer { place += 1 }
            if Self.isHyphen(place) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard place < 36, let nibble = Self.nibble(byte) else { return nil }
            if nibbles < 16 { bytes.0 = bytes.0 << 4 | nibble } else { bytes.1 = bytes.1 << 4 | nibble }
            nibbles += 1
        }
        guard place == 36 else { return nil }
        self.init(high: bytes.0, low: bytes.1)
    }

    /// The 16 bytes, the first ones in `high`, the greatest of each first.
    init(high: UInt64, low: UInt64) {
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        self.init(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
                byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4),
                byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }

    private static let lowerDigits = Array("0123456789abcdef".utf8)
    private static let upperDigits = Array("0123456789ABCDEF".utf8)

    private static func isHyphen(_ place: Int) -> Bool { place == 8 || place == 13 || place == 18 || place == 23 }

    private static func nibble(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    private func spelled(with digits: [UInt8]) -> String {
        let (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) = uuid
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for byte in [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] {
            if Self.isHyphen(text.count) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

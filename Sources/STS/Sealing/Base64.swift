/// Base 64 without padding, in the two alphabets that credentials use.
///
/// - Source: RFC 4648 §4, §5.
enum Base64 {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The value of every byte as a URL-safe digit, 255 where it is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in urlSafe.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes, with: standard)
    }

    static func encodeURLSafe(_ bytes: [UInt8]) -> String {
        encode(bytes, with: urlSafe)
    }

    /// Nil for padding, for foreign characters, and for a spelling that `encodeURLSafe` would not have chosen, so that
    /// no two texts stand for the same bytes.
    static func decodeURLSafe(_ text: String) -> [UInt8]? {
        let values = values
        var bytes = [UInt8](repeating: 0, count: text.utf8.count * 6 / 8)
        var end = 0
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for digit in text.utf8 {
            let value = values[Int(digit)]
            guard value != 255 else { return nil }
            pending = pending << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes[end] = UInt8(truncatingIfNeeded: pending >> bits)
                end += 1
            }
        }
        guard bits < 6, pending & (1 << bits - 1) == 0 else { return nil }
        return bytes
    }

    private static func encode(_ bytes: [UInt8], with alphabet: [UInt8]) -> String {
        var digits = [UInt8](repeating: 0, count: (bytes.count * 8 + 5) / 6)
        var end = 0
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                digits[end] = alphabet[Int(pending >> bits & 63)]
                end += 1
            }
        }
        if bits > 0 { digits[end] = alphabet[Int(pending << (6 - bits) & 63)] }
        return String(decoding: digits, as: UTF8.self)
    }
}

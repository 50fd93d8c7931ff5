/// Base64 in its URL form, read as strictly as it can be read: one text per value and one value per text.
///
/// A lenient reader lets two different tokens carry the same bytes, and whoever compares the texts is then fooled.
///
/// - Source: RFC 4648 §3.5 and §5; RFC 7515 §2 (no padding).
package enum Base64URL {
    /// The bytes behind `text`. Nil for padding, white space, a foreign alphabet, an impossible length and for
    /// unused bits that are not zero.
    package static func decode(_ text: String) -> [UInt8]? {
        decode(Array(text.utf8)[...])
    }

    package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let tail = text.count % 4
        guard tail != 1 else { return nil }
        var decoded = [UInt8](repeating: 0, count: text.count / 4 * 3 + max(tail - 1, 0))
        return fill(&decoded, from: text.span) ? decoded : nil
    }

    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the encoded form of `bytes`, for texts that are put together from several parts.
    package static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        text.reserveCapacity(text.count + (bytes.underestimatedCount * 4 + 2) / 3)
        var pending: UInt32 = 0
        var count = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            count += 1
            guard count == 3 else { continue }
            for shift in stride(from: UInt32(18), through: 0, by: -6) { text.append(letter(pending >> shift)) }
            (pending, count) = (0, 0)
        }
        if count > 0 {
            pending <<= UInt32(3 - count) * 8
            text.append(letter(pending >> 18))
            text.append(letter(pending >> 12))
        }
        if count == 2 { text.append(letter(pending >> 6)) }
    }

    // MARK: Letters

    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The value of every byte; those that are no letter have a bit set that no value has.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: foreign, count: 256)
        for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()
    private static let foreign: UInt8 = 0xFF

    private static func letter(_ bits: UInt32) -> UInt8 { letters[Int(bits & 0x3F)] }

    private static func fill(_ decoded: inout [UInt8], from text: Span<UInt8>) -> Bool {
        let values = values.span
        var output = decoded.mutableSpan
        let whole = text.count / 4
        var seen: UInt8 = 0
        for group in 0..<whole {
            let first = values[Int(text[group * 4])]
            let second = values[Int(text[group * 4 + 1])]
            let third = values[Int(text[group * 4 + 2])]
            let fourth = values[Int(text[group * 4 + 3])]
            seen |= first | second | third | fourth
            output[group * 3] = first << 2 | second >> 4
            output[group * 3 + 1] = second << 4 | third >> 2
            output[group * 3 + 2] = third << 6 | fourth
        }
        let tail = text.count % 4
        if tail > 0 {
            let first = values[Int(text[whole * 4])]
            let second = values[Int(text[whole * 4 + 1])]
            let third = tail == 3 ? values[Int(text[whole * 4 + 2])] : 0
            seen |= first | second | third
            output[whole * 3] = first << 2 | second >> 4
            if tail == 3 { output[whole * 3 + 1] = second << 4 | third >> 2 }
            let unused = tail == 3 ? third & 0x03 : second & 0x0F
            guard unused == 0 else { return false }
        }
        return seen & 0xC0 == 0
    }
}

/// What a client quotes when it asks about a request: a random UUID, in lower case, new for every request.
package struct RequestID: Sendable, CustomStringConvertible {
    package let description: String

    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(high: generator.next(), low: generator.next())
    }

    /// Sets the version and variant bits of a random UUID and spells it. Foundation's `UUID` takes four times as long,
    /// which shows when it happens for every request.
    ///
    /// - Source: RFC 9562 §5.4.
    init(high: UInt64, low: UInt64) {
        let high = high & ~0xF000 | 0x4000
        let low = low & ~(0b11 << 62) | 0b10 << 62
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for nibble in 0..<32 {
            if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 { text.append(UInt8(ascii: "-")) }
            let half = nibble < 16 ? high : low
            text.append(Self.digits[Int(half >> UInt64(60 - nibble % 16 * 4) & 0xF)])
        }
        description = String(decoding: text, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}

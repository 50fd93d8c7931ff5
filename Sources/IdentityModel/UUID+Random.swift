import struct Foundation.UUID

extension UUID {
    /// A random UUID, as `UUID()` makes one, without opening a file for it: that shows when it happens for every
    /// request.
    ///
    /// - Source: RFC 9562 §5.4.
    package static func random() -> UUID {
        var generator = SystemRandomNumberGenerator()
        let (high, low): (UInt64, UInt64) = (generator.next(), generator.next())
        // Version and variant.
        return UUID(high: high & ~0xF000 | 0x4000, low: low & ~(0b11 << 62) | 0b10 << 62)
    }
}

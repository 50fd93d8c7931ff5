/// The numbers that can be a signature's scalar on a curve: 1 up to, and not including, the order of its group.
///
/// Checked on the bytes, before any library sees them: a signature of two zeros once passed for good in a widely used
/// one.
///
/// - Source: FIPS 186-5 §6.4.2, step 1; RFC 8032 §5.1.7; CVE-2022-21449.
struct ScalarRange: Sendable {
    let order: StaticBigInt
    let byteCount: Int

    /// - Parameter scalar: big-endian.
    func contains(_ scalar: some BidirectionalCollection<UInt8>) -> Bool {
        scalar.count == byteCount && scalar.contains { $0 != 0 } && scalar.isBelow(order)
    }

    /// Whether `signature` is two scalars in a row, each in range.
    func containsBoth(of signature: [UInt8]) -> Bool {
        signature.count == 2 * byteCount && contains(signature[..<byteCount]) && contains(signature[byteCount...])
    }
}

/// - Source: SP 800-186 §3.2.1.3 to §3.2.1.5; RFC 8032 §5.1.
extension ScalarRange {
    static let p256 = ScalarRange(
        order: 0xFFFFFFFF_00000000_FFFFFFFF_FFFFFFFF_BCE6FAAD_A7179E84_F3B9CAC2_FC632551, byteCount: 32)
    // swift-format-ignore
    static let p384 = ScalarRange(
        order: 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_C7634D81_F4372DDF_581A0DB2_48B0A77A_ECEC196A_CCC52973,
        byteCount: 48)
    // swift-format-ignore
    static let p521 = ScalarRange(
        order: 0x01FF_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFA_51868783_BF2F966B_7FCC0148_F709A5D0_3BB5C9B8_899C47AE_BB6FB71E_91386409,
        byteCount: 66)
    static let ed25519 = ScalarRange(
        order: 0x10000000_00000000_00000000_00000000_14DEF9DE_A2F79CD6_5812631A_5CF5D3ED, byteCount: 32)
}

/// Big-endian bytes against a literal. Not in constant time: nothing here is secret.
extension BidirectionalCollection<UInt8> {
    func isBelow(_ limit: StaticBigInt) -> Bool {
        for (byte, wanted) in zip(self, limit.bytes(count)) where byte != wanted { return byte < wanted }
        return false
    }

    func equals(_ number: StaticBigInt) -> Bool {
        zip(self, number.bytes(count)).allSatisfy { $0 == $1 }
    }
}

extension StaticBigInt {
    /// The lowest `count` bytes, the most significant one first.
    fileprivate func bytes(_ count: Int) -> some Sequence<UInt8> {
        stride(from: (count - 1) * 8, through: 0, by: -8).lazy.map { place in
            UInt8(truncatingIfNeeded: self[place / UInt.bitWidth] >> UInt(place % UInt.bitWidth))
        }
    }
}

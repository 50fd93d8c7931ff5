import Testing

@testable import WebTokens

/// The library behind refuses such numbers as well; this check stands before it and must hold by itself.
@Suite struct `The range of a scalar` {
    private static let ranges: [(range: ScalarRange, order: String)] = [
        (.p256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        (.p384, "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
        (
            .p521,
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb"
                + "5c9b8899c47aebb6fb71e91386409"
        ),
        (.ed25519, "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"),
    ]

    @Test(arguments: ranges) func `goes from one to the order less one`(range: ScalarRange, order: String) throws {
        let order = stride(from: 0, to: order.count, by: 2).compactMap {
            UInt8(order.dropFirst($0).prefix(2), radix: 16)
        }
        let last = try #require(order.last)
        let zero = [UInt8](repeating: 0, count: order.count)
        #expect(order.count == range.byteCount)
        #expect(range.contains(zero.dropLast() + [1]))
        #expect(range.contains(order.dropLast() + [last - 1]))
        #expect(!range.contains(zero))
        #expect(!range.contains(order))
        #expect(!range.contains(order.dropLast() + [last + 1]))
        #expect(!range.contains([UInt8](repeating: 0xFF, count: order.count)))
        #expect(!range.contains(zero + [1]))
        #expect(!range.contains(zero.dropFirst(2) + [1]))
    }
}

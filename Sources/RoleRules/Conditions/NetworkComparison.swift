/// `inNetwork`: an IP address within one of several blocks.
package struct NetworkComparison: Sendable, Equatable {
    package let networks: [IPNetwork]

    package static let mostNetworks = 100

    package init(_ networks: [IPNetwork]) {
        self.networks = networks
    }

    /// Unknown for a value that is no address.
    func compare(_ value: String) -> Ternary {
        guard let address = IPAddress(value)?.unmapped else { return .unknown }
        return Ternary(networks.contains { $0.contains(address) })
    }
}

/// A block of addresses, `10.0.0.0/8` or `2001:db8::/32`, or one address. A block of one version holds none of the other.
///
/// - Source: RFC 4632 §3.1; RFC 4291 §2.3.
package struct IPNetwork: Sendable, Equatable {
    /// As written.
    package let text: String
    private let first: IPAddress
    private let prefix: Int

    package enum Mistake: Error, Sendable, Equatable {
        case notANetwork
        /// Bits after the prefix are set, so that it is not clear what was meant.
        case hostBits
    }

    package init(_ text: String) throws(Mistake) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = IPAddress(String(parts[0])) else { throw .notANetwork }
        var prefix = first.width
        if parts.count == 2 {
            guard let stated = Int(parts[1]), (0...first.width).contains(stated), String(stated) == parts[1] else {
                throw .notANetwork
            }
            prefix = stated
        }
        guard prefix == first.width || first.bits & (UInt128.max >> (128 - first.width + prefix)) == 0 else {
            throw .hostBits
        }
        self.text = text
        // What is compared is never mapped, so a mapped block is the IPv4 block inside it. A shorter prefix than 96 would
        // have bits of the mapping behind it, which is refused above.
        self.first = first.unmapped
        self.prefix = prefix - (first.width - first.unmapped.width)
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.width == first.width else { return false }
        return prefix == 0 || address.bits >> (first.width - prefix) == first.bits >> (first.width - prefix)
    }
}

/// An address as one number of 32 or 128 bits.
struct IPAddress: Sendable, Equatable {
    let bits: UInt128
    let width: Int

    private init(bits: UInt128, width: Int) {
        self.bits = bits
        self.width = width
    }

    /// Nil for leading zeroes, zones, ports, and everything else that readers of addresses do not agree about.
    ///
    /// - Source: RFC 3986 §3.2.2 `IPv4address`; RFC 4291 §2.2.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        if bytes.contains(UInt8(ascii: ":")) {
            guard let bits = Self.version6(bytes) else { return nil }
            self.init(bits: bits, width: 128)
        } else {
            guard let bits = Self.version4(bytes[...]) else { return nil }
            self.init(bits: bits, width: 32)
        }
    }

    /// `::ffff:a.b.c.d` is the IPv4 address inside it.
    var unmapped: IPAddress {
        width == 128 && bits >> 32 == 0xFFFF ? IPAddress(bits: bits & 0xFFFF_FFFF, width: 32) : self
    }

    private static func version4(_ text: ArraySlice<UInt8>) -> UInt128? {
        let octets = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard octets.count == 4 else { return nil }
        var bits: UInt128 = 0
        for octet in octets {
            guard octet.allSatisfy({ (0x30...0x39).contains($0) }), octet.count == 1 || octet.first != 0x30,
                let number = UInt8(String(decoding: octet, as: UTF8.self))
            else { return nil }
            bits = bits << 8 | UInt128(number)
        }
        return bits
    }

    private static func version6(_ text: [UInt8]) -> UInt128? {
        guard let gap = text.firstRange(of: Array("::".utf8)) else {
            guard let groups = groups(text[...], mayEndDotted: true), groups.count == 8 else { return nil }
            return join(groups)
        }
        guard let left = groups(text[..<gap.lowerBound], mayEndDotted: false),
            let right = groups(text[gap.upperBound...], mayEndDotted: true), left.count + right.count < 8
        else { return nil }
        return join(left + Array(repeating: 0, count: 8 - left.count - right.count) + right)
    }

    private static func groups(_ text: ArraySlice<UInt8>, mayEndDotted: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndDotted, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let bits = version4(part) else { return nil }
                groups += [UInt16(truncatingIfNeeded: bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else {
                let digits = String(decoding: part, as: UTF8.self)
                guard (1...4).contains(part.count), part.first != UInt8(ascii: "+"), part.first != UInt8(ascii: "-"),
                    let group = UInt16(digits, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }

    private static func join(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}

/// `IpAddress` and `NotIpAddress`.
struct IPCondition: Sendable {
    private let networks: [IPNetwork]

    init(_ values: [String], _ literals: TypedLiterals) throws(PolicyError) {
        networks = values.compactMap { IPNetwork(Array($0.utf8)) }
        guard networks.count == values.count || literals == .tolerated else { throw .legacyParsing }
    }

    func compare(_ value: [UInt8]) -> Comparison {
        guard let address = IPAddress(value, admitsDotted: true)?.unmapped else { return .incomparable }
        return Comparison(networks.contains { $0.contains(address) })
    }
}

/// An address as one number of 32 or 128 bits.
package struct IPAddress: Equatable {
    package let bits: UInt128
    package let width: Int

    private init(bits: UInt128, width: Int) {
        self.bits = bits
        self.width = width
    }

    /// - Parameter admitsDotted: whether an IPv6 address may end in an IPv4 one.
    package init?(_ text: some BidirectionalCollection<UInt8>, admitsDotted: Bool) {
        let isVersion6 = text.contains(UInt8(ascii: ":"))
        guard let bits = isVersion6 ? Self.version6(Array(text), admitsDotted) : Self.version4(text) else { return nil }
        self.init(bits: bits, width: isVersion6 ? 128 : 32)
    }

    /// `::ffff:a.b.c.d` is the IPv4 address inside it.
    package var unmapped: IPAddress {
        width == 128 && bits >> 32 == 0xFFFF ? IPAddress(bits: bits & 0xFFFF_FFFF, width: 32) : self
    }

    /// Four decimal numbers; leading zeroes are decimal too.
    private static func version4(_ text: some Collection<UInt8>) -> UInt128? {
        let octets = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard octets.count == 4 else { return nil }
        var bits: UInt128 = 0
        for octet in octets {
            guard octet.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt8(String(decoding: octet, as: UTF8.self))
            else { return nil }
            bits = bits << 8 | UInt128(number)
        }
        return bits
    }

    /// - Source: RFC 4291 §2.2.
    private static func version6(_ text: [UInt8], _ admitsDotted: Bool) -> UInt128? {
        guard let gap = text.firstRange(of: Array("::".utf8)) else {
            guard let groups = groups(text[...], admitsDotted), groups.count == 8 else { return nil }
            return join(groups)
        }
        guard let left = groups(text[..<gap.lowerBound], false),
            let right = groups(text[gap.upperBound...], admitsDotted),
            left.count + right.count < 8
        else { return nil }
        return join(left + Array(repeating: 0, count: 8 - left.count - right.count) + right)
    }

    private static func groups(_ text: ArraySlice<UInt8>, _ admitsDotted: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if admitsDotted, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let bits = version4(part) else { return nil }
                groups += [UInt16(truncatingIfNeeded: bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else {
                guard (1...4).contains(part.count), part.first != UInt8(ascii: "+"), part.first != UInt8(ascii: "-"),
                    let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
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

/// An address block of a policy. An IPv4 rule never meets an IPv6 address, nor the other way round.
///
/// - Source: recorded answers: host bits of an IPv4 block are ignored; an IPv6 block that has some set is no block.
struct IPNetwork: Equatable {
    private let first: IPAddress
    private let prefix: Int

    init?(_ text: [UInt8]) {
        let slash = text.firstIndex(of: UInt8(ascii: "/")) ?? text.endIndex
        guard let first = IPAddress(text[..<slash], admitsDotted: false) else { return nil }
        self.first = first
        guard slash < text.endIndex else {
            prefix = first.width
            return
        }
        guard let prefix = Int(String(decoding: text[(slash + 1)...], as: UTF8.self)),
            text[slash + 1] != UInt8(ascii: "-"),
            prefix <= first.width
        else { return nil }
        self.prefix = prefix
        guard first.width == 32 || first.bits << prefix == 0 else { return nil }
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.width == first.width else { return false }
        return address.bits >> (first.width - prefix) == first.bits >> (first.width - prefix)
    }
}

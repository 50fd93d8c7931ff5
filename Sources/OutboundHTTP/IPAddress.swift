/// An address, as the number it is.
enum IPAddress: Hashable, Sendable {
    case v4(UInt32)
    case v6(UInt128)

    /// Reads four plain decimal numbers, or the text form of IPv6 without brackets or zone.
    ///
    /// - Source: RFC 4291 §2.2.
    init?(_ text: some StringProtocol) {
        if let number = Self.dottedQuad(text) {
            self = .v4(number)
        } else if let number = Self.hexGroups(text) {
            self = .v6(number)
        } else {
            return nil
        }
    }

    private static func dottedQuad(_ text: some StringProtocol) -> UInt32? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            // A leading zero means octal to some readers, so it means nothing here.
            guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }),
                part.count == 1 || part.first != UInt8(ascii: "0"),
                let octet = UInt8(String(decoding: part, as: UTF8.self))
            else { return nil }
            number = number << 8 | UInt32(octet)
        }
        return number
    }

    private static func hexGroups(_ text: some StringProtocol) -> UInt128? {
        let halves = String(text).split(separator: "::", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count), let head = groups(halves[0], isEnd: halves.count == 1) else { return nil }
        guard halves.count == 2 else { return head.count == 8 ? joined(head) : nil }
        guard let tail = groups(halves[1], isEnd: true), head.count + tail.count < 8 else { return nil }
        return joined(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    /// - Parameter isEnd: whether a dotted quad may stand for the last two groups.
    private static func groups(_ text: Substring, isEnd: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if isEnd, index == parts.count - 1, let quad = dottedQuad(part) {
                groups += [UInt16(truncatingIfNeeded: quad >> 16), UInt16(truncatingIfNeeded: quad)]
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }

    private static func joined(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

extension IPAddress: CustomStringConvertible {
    var description: String {
        switch self {
        case .v4(let number):
            stride(from: 24, through: 0, by: -8).map { String(number >> $0 & 0xFF) }.joined(separator: ".")
        case .v6(let number):
            stride(from: 112, through: 0, by: -16).map { String(number >> $0 & 0xFFFF, radix: 16) }
                .joined(separator: ":")
        }
    }
}

extension IPAddress {
    /// The IPv4 address that an IPv4-mapped address carries, else the address itself.
    ///
    /// - Source: RFC 4291 §2.5.5.2.
    var unmapped: IPAddress {
        guard case .v6(let number) = self, number >> 32 == 0xFFFF else { return self }
        return .v4(UInt32(truncatingIfNeeded: number))
    }

    var isLoopback: Bool {
        switch unmapped {
        case .v4(let number): number >> 24 == 127
        case .v6(let number): number == 1
        }
    }

    /// Whether the address belongs to the internet, rather than to this machine, this network or nobody.
    ///
    /// - Source: IANA IPv4 and IPv6 Special-Purpose Address Registries.
    var isPublic: Bool {
        switch unmapped {
        case .v4(let number): !Self.specialIPv4.contains { number >> (32 - $0.bits) == $0.prefix >> (32 - $0.bits) }
        case .v6(let number): Self.isPublic(number)
        }
    }

    private static func isPublic(_ number: UInt128) -> Bool {
        // Only 2000::/3 is handed out. That leaves unspecified, loopback, translated (64:ff9b::/96), discard (100::/64),
        // unique local, link-local, site-local and multicast addresses outside.
        guard number >> 125 == 0b001 else { return false }
        let isProtocolAssignment = number >> 105 == 0x2001_0000 >> 9  // 2001::/23
        let isDocumentation = number >> 96 == 0x2001_0DB8 || number >> 108 == 0x3FFF_0  // 2001:db8::/32, 3fff::/20
        guard !isProtocolAssignment, !isDocumentation else { return false }
        guard number >> 112 == 0x2002 else { return true }
        return IPAddress.v4(UInt32(truncatingIfNeeded: number >> 80)).isPublic  // 6to4 carries an IPv4 address
    }

    private static let specialIPv4: [(prefix: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
        (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16),
        (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]
}

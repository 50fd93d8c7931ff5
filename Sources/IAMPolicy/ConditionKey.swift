/// The name of a condition key, spelt in any ASCII case: `aws:SourceIp`, `cognito-identity.amazonaws.com:aud`.
package struct ConditionKey: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let name: String
    private let folded: [UInt8]
    /// Of `folded`; computed once, because keys are looked up far more often than they are made.
    private let fingerprint: UInt64

    package init(_ name: String) {
        self.name = name
        folded = name.utf8.map(\.asciiLowercased)
        // FNV-1a. Colliding names are told apart by `==`; the dictionary mixes its own seed in.
        fingerprint = folded.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.fingerprint == right.fingerprint && left.folded == right.folded
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(fingerprint)
    }

    package var description: String { name }

    func hasPrefix(_ lowercased: String) -> Bool { folded.starts(with: lowercased.utf8) }

    /// What stands before the first colon: a service, or the first part of an issuer.
    var prefix: ArraySlice<UInt8> { folded.prefix { $0 != UInt8(ascii: ":") } }
}

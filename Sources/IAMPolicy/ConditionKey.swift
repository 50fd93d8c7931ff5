/// The name of a condition key, spelt in any ASCII case: `aws:SourceIp`, `cognito-identity.amazonaws.com:aud`.
package struct ConditionKey: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let name: String
    private let folded: [UInt8]
    /// Of `folded`; computed once, because keys are looked up far more often than they are made.
    private let fingerprint: UInt64
    /// Whether the key is declared to hold a list, however many values a request brings.
    let holdsList: Bool

    package init(_ name: String) {
        let folded = name.utf8.map(\.asciiLowercased)
        self.name = name
        self.folded = folded
        holdsList =
            Self.lists.contains(folded)
            || Self.listsOfIssuers.contains { folded.suffix($0.count).elementsEqual($0) }
                && !Self.services.contains { folded.starts(with: $0) }
        // FNV-1a. Colliding names are told apart by `==`; the dictionary mixes its own seed in.
        fingerprint = folded.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// - Source: IAM User Guide, "Multivalued context keys".
    private static let lists = [
        "aws:tagkeys", "sts:transitivetagkeys", "aws:calledvia", "aws:principalorgpaths",
        "aws:principalservicenameslist",
    ].map { Array($0.utf8) }
    /// Keys of tags may end like those of issuers.
    private static let services = ["aws:", "iam:", "sts:", "s3:"].map { Array($0.utf8) }
    private static let listsOfIssuers = [":amr", ":oaud"].map { Array($0.utf8) }

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

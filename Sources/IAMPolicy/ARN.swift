/// The resource of a request: an ARN, or `*` for actions that have none.
///
/// Split at the first five colons; what follows keeps its colons and slashes. The resource server has normalised it
/// already: nothing is decoded here.
package struct ARN: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    let bytes: [UInt8]
    /// Offsets of the first five colons; empty for a text that is no ARN.
    let colons: [Int]

    package init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
        let colons = ARN.colons(in: bytes)
        self.colons = bytes.starts(with: "arn:".utf8) ? colons : []
    }

    /// What requests without a resource are judged against.
    package static let none: ARN = "*"

    package var description: String { String(decoding: bytes, as: UTF8.self) }

    /// The account that it names; nil when it names none.
    package var account: String? {
        guard isWellFormed, colons[3] + 1 < colons[4] else { return nil }
        return String(decoding: bytes[(colons[3] + 1)..<colons[4]], as: UTF8.self)
    }

    var isWellFormed: Bool { !colons.isEmpty }

    /// Where the first five colons are, or nothing when there are fewer.
    static func colons(in bytes: some Collection<UInt8>) -> [Int] {
        var found: [Int] = []
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: ":") {
            found.append(offset)
            if found.count == 5 { return found }
        }
        return []
    }
}

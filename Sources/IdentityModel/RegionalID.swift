import struct Foundation.UUID

/// `REGION:UUID`, the form of the ids of pools and identities.
///
/// SDKs read the region out of it to find their endpoint, so it is part of the id and not decoration.
///
/// - Source: Amazon Cognito Identity API Reference, `IdentityPoolId` and `IdentityId`.
package protocol RegionalID: Hashable, Sendable, CustomStringConvertible {
    var region: String { get }
    var uuid: UUID { get }
    init(region: String, uuid: UUID)
}

extension RegionalID {
    /// Reads the canonical form only: a lower-case UUID behind a non-empty region. Nil for every other text, which
    /// then names nothing.
    package init?(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex else { return nil }
        let tail = text[text.utf8.index(after: colon)...]
        guard !tail.utf8.contains(where: { (0x41...0x5A).contains($0) }),
            let uuid = UUID(text: tail)
        else { return nil }
        self.init(region: String(text[..<colon]), uuid: uuid)
    }

    package var description: String { "\(region):\(uuid.text)" }
}

package struct IdentityPoolID: RegionalID {
    package let region: String
    package let uuid: UUID

    package init(region: String, uuid: UUID) {
        self.region = region
        self.uuid = uuid
    }
}

package struct IdentityID: RegionalID {
    package let region: String
    package let uuid: UUID

    package init(region: String, uuid: UUID) {
        self.region = region
        self.uuid = uuid
    }
}

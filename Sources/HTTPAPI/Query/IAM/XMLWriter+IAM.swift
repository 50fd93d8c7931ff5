import AccessManagement
import IdentityModel

/// What several answers of the IAM API have in common.
extension XMLWriter {
    /// A document as IAM gives it back: percent-encoded, to the character.
    ///
    /// - Source: IAM API Reference ("URL-encoded, compliant with RFC 3986"); RFC 3986 §2.3.
    mutating func document(_ name: String, _ text: String) {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count * 2)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded.append(Self.digits[Int(byte >> 4)])
                encoded.append(Self.digits[Int(byte & 15)])
            }
        }
        element(name, String(decoding: encoded, as: UTF8.self))
    }

    mutating func list<Item>(_ name: String, _ items: [Item], _ write: (inout XMLWriter, Item) -> Void) {
        open(name)
        for item in items {
            open("member")
            write(&self, item)
            close("member")
        }
        close(name)
    }

    mutating func texts(_ name: String, _ items: [String]) {
        open(name)
        for item in items { element("member", item) }
        close(name)
    }

    mutating func tags(_ tags: [Tag]) {
        list("Tags", tags) { writer, tag in
            writer.element("Key", tag.key)
            writer.element("Value", tag.value)
        }
    }

    /// Left out when there are none, as in the description of what is tagged.
    mutating func tagsIfAny(_ tags: [Tag]) {
        if !tags.isEmpty { self.tags(tags) }
    }

    mutating func boundaryIfAny(_ arn: String?) {
        guard let arn else { return }
        open("PermissionsBoundary")
        element("PermissionsBoundaryType", "PermissionsBoundaryPolicy")
        element("PermissionsBoundaryArn", arn)
        close("PermissionsBoundary")
    }

    mutating func end<Item>(of page: Page<Item>) {
        element("IsTruncated", page.marker == nil ? "false" : "true")
        if let marker = page.marker { element("Marker", marker) }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}

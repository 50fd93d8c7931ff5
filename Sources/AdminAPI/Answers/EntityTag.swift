import Crypto

/// Names one state of a thing, so that a change can say which state it is made on.
///
/// - Source: RFC 9110 §8.8.3, §13.1.1. Always strong.
package struct EntityTag: Sendable, Equatable, CustomStringConvertible {
    /// With its quotes.
    package let description: String

    /// For things that count their changes.
    package init(version: Int64) {
        description = "\"\(version)\""
    }

    /// For things that do not: named by what is shown of them.
    package init(of representation: [UInt8]) {
        let hash = SHA256.hash(data: representation).prefix(16)
        description = "\"\(hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined())\""
    }

    /// - Parameter text: with its quotes.
    init(text: String) {
        description = text
    }
}

/// What `If-Match` says.
package enum Precondition: Sendable, Equatable {
    /// `*`
    case any
    case oneOf([EntityTag])

    /// Nil for a value that is none.
    init?(header: String) {
        let entries = header.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
        guard entries != ["*"] else {
            self = .any
            return
        }
        // A weak tag is well formed, and matches nothing here.
        guard !entries.isEmpty,
            entries.allSatisfy({ entry in
                let bare = entry.hasPrefix("W/") ? entry.dropFirst(2) : entry[...]
                return bare.utf8.count >= 2 && bare.hasPrefix("\"") && bare.hasSuffix("\"")
            })
        else { return nil }
        self = .oneOf(entries.map(EntityTag.init(text:)))
    }

    package func admits(_ tag: EntityTag) -> Bool {
        switch self {
        case .any: true
        case .oneOf(let tags): tags.contains { $0.description.utf8.elementsEqual(tag.description.utf8) }
        }
    }

    package func admits(version: Int64) -> Bool { admits(EntityTag(version: version)) }
}

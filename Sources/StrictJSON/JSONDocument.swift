/// A JSON text that was read once, from end to end, and found free of everything two readers could disagree about:
/// duplicate members, invalid UTF-8, lone surrogates, NUL, numbers outside the grammar, trailing bytes.
///
/// The text is kept as it came, beside a flat list of nodes in document order, so reading costs one pass and two
/// arrays, and strings are decoded only when somebody asks for them.
///
/// - Source: RFC 8259; RFC 7515 §4 (member names must be unique).
package struct JSONDocument: Sendable {
    let bytes: [UInt8]
    let nodes: [Node]

    package init(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= limits.totalBytes else { throw .tooLong(limit: limits.totalBytes) }
        var scanner = JSONScanner(limits: limits)
        try scanner.scan(bytes.span)
        self.bytes = bytes
        self.nodes = scanner.nodes
    }

    package init(_ text: String, limits: JSONLimits) throws(JSONError) {
        try self.init(Array(text.utf8), limits: limits)
    }

    package var root: JSONNode { JSONNode(document: self, index: 0) }

    /// The text as it came.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text without the white space that means nothing.
    package var compactText: String {
        var isInString = false
        var isEscaped = false
        let compact = bytes.filter { byte in
            guard isInString else {
                isInString = byte == UInt8(ascii: "\"")
                return ![0x20, 0x09, 0x0A, 0x0D].contains(byte)
            }
            if isEscaped {
                isEscaped = false
            } else {
                isEscaped = byte == UInt8(ascii: "\\")
                isInString = byte != UInt8(ascii: "\"")
            }
            return true
        }
        return String(decoding: compact, as: UTF8.self)
    }
}

extension JSONDocument {
    /// One value or member name. The children of a container follow it; `next` is the first node past its subtree.
    struct Node: Sendable {
        var kind: JSONKind
        /// Whether a string holds escapes and must be decoded before it is compared.
        var escaped = false
        /// The bytes of the value; for strings without their quotes.
        var start: UInt32
        var end: UInt32 = 0
        var next: UInt32 = 0

        var range: Range<Int> { Int(start)..<Int(end) }
    }
}

package enum JSONKind: UInt8, Sendable {
    case null, `true`, `false`, number, string, array, object
}

/// Claims and requests are held in documents, so printing one shows that it is one and no more.
extension JSONDocument: CustomStringConvertible, CustomReflectable {
    package var description: String { "<JSON, \(bytes.count) bytes>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension JSONNode: CustomStringConvertible, CustomReflectable {
    package var description: String { "<JSON \(kind)>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

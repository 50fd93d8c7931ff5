/// Writes elements and their text, straight into bytes.
///
/// The caller balances what it opens.
struct XMLWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(2048)
    }

    /// - Parameter namespace: becomes the default one of this element and all inside.
    mutating func open(_ name: String, namespace: String? = nil) {
        raw("<\(name)")
        if let namespace { raw(" xmlns=\"\(namespace)\"") }
        raw(">")
    }

    mutating func close(_ name: String) { raw("</\(name)>") }

    mutating func element(_ name: String, _ text: String) {
        open(name)
        self.text(text)
        close(name)
    }

    private mutating func text(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": raw("&amp;")
            case "<": raw("&lt;")
            case ">": raw("&gt;")
            case "\r": raw("&#xD;")
            case "\t", "\n", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"...:
                bytes.append(contentsOf: scalar.utf8)
            // XML 1.0 has no way to write the others, escaped or not.
            default: raw("\u{FFFD}")
            }
        }
    }

    private mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}

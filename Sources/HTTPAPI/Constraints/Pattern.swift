/// A whole-string pattern of the service model: its text, as refusals print it, and a matcher written by hand, since
/// ids are matched on every request and a regular expression engine takes longer than the rest of the request.
///
/// `\w` and `\d` are ASCII classes.
struct Pattern: Sendable {
    let text: String
    let matches: @Sendable (String) -> Bool
}

extension Pattern {
    /// A region and the characters of a UUID. Looser than the ids that exist; the others are simply not found.
    static let regionalID = Pattern(text: #"[\w-]+:[0-9a-f-]+"#) { text in
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let region = text.utf8[..<colon]
        let rest = text.utf8[colon...].dropFirst()
        return !region.isEmpty && region.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") }
            && !rest.isEmpty && rest.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) || $0 == UInt8(ascii: "-") }
    }

    static let digits = Pattern(text: #"\d+"#) { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }

    static let sessionName = Pattern(text: #"[\w+=,.@-]*"#) { text in
        text.utf8.allSatisfy { isWord($0) || "+=,.@-".utf8.contains($0) }
    }

    static let externalID = Pattern(text: #"[\w+=,.@:\/-]*"#) { text in
        text.utf8.allSatisfy { isWord($0) || "+=,.@:/-".utf8.contains($0) }
    }

    /// Tab, line ends, and Latin-1 from the space up.
    static let policyText = Pattern(text: #"[\u0009\u000A\u000D\u0020-\u00FF]+"#) { text in
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { (" "..."\u{FF}").contains($0) || "\t\n\r".unicodeScalars.contains($0) }
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}

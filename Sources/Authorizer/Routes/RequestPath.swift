/// The path of a request, decoded once, or the reason why the proxy, we and the API could read it differently.
///
/// Routes are decided on what this accepts and on nothing else. Everything that one server tidies and another does not is
/// refused rather than tidied: what we would make of it is no promise of what the API makes of it.
///
/// - Source: RFC 3986 §3.3, §5.2.4, §6.2.2.
package struct RequestPath: Sendable, Equatable {
    /// Decoded, and free of slashes. The last one is empty for a path that ends in a slash.
    package let segments: [String]

    package enum Ambiguity: String, Error, Sendable {
        case notAbsolute = "it does not begin with a slash"
        case tooLong = "it is longer than 8192 bytes"
        case emptySegment = "it has a doubled slash"
        case dotSegment = "it has a . or .. segment"
        case forbiddenCharacter = "it has a character that must be percent-encoded"
        case forbiddenEscape = "it has an encoded slash, backslash, semicolon, question mark, hash or control character"
        case malformedEscape = "it has a % without two hexadecimal digits"
        case doubleEscape = "it is percent-encoded twice"
        case notUTF8 = "it is not UTF-8"
    }

    /// Bytes, as written.
    package static let longest = 8_192

    /// - Parameter text: as it was on the wire, in front of the `?`.
    package init(_ text: String) throws(Ambiguity) {
        guard text.utf8.first == UInt8(ascii: "/") else { throw .notAbsolute }
        guard text.utf8.count <= Self.longest else { throw .tooLong }
        var segments: [String] = []
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            segments.append(try Self.decode(part))
        }
        guard !segments.dropLast().contains("") else { throw .emptySegment }
        guard !segments.contains(where: { $0 == "." || $0 == ".." }) else { throw .dotSegment }
        self.segments = segments
    }

    /// Decoded, without the first slash.
    package var text: String { segments.joined(separator: "/") }

    private static func decode(_ segment: Substring.UTF8View) throws(Ambiguity) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(segment.count)
        var rest = segment
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                guard isPathCharacter(byte) else { throw .forbiddenCharacter }
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                throw .malformedEscape
            }
            let decoded = high << 4 | low
            guard decoded >= 0x20, decoded != 0x7F, !#"/\;?#"#.utf8.contains(decoded) else { throw .forbiddenEscape }
            bytes.append(decoded)
        }
        // A server that decodes once more would read another path.
        guard !isEscaped(bytes) else { throw .doubleEscape }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// What may stand in a path unencoded, the semicolon left out: some servers cut parameters off at it.
    private static func isPathCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~!$&'()*+,=:@".utf8.contains(byte)
        }
    }

    private static func isEscaped(_ bytes: [UInt8]) -> Bool {
        bytes.indices.contains { index in
            bytes[index] == UInt8(ascii: "%") && bytes[(index + 1)...].prefix(2).count(where: { digit($0) != nil }) == 2
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// The one text that both sides hash: the request with everything removed that may change on the way.
///
/// - Source: AWS IAM User Guide, "Create a signed AWS API request", step 1.
struct CanonicalRequest {
    private(set) var bytes: [UInt8] = []

    /// - Parameters:
    ///   - signedHeaders: In lower case and ascending order.
    ///   - payload: The hexadecimal hash of the body, or the marker that stands for it.
    ///   - omitted: Query parameters that the signature cannot cover.
    init(
        _ request: SignedRequest, _ query: CanonicalQuery, signing signedHeaders: [String], payload: [UInt8],
        rules: CanonicalRules, omitting omitted: [String] = []
    ) {
        bytes.reserveCapacity(1024)
        bytes += request.method.utf8
        endLine()
        CanonicalPath.write(request.path, by: rules, to: &bytes)
        endLine()
        query.write(to: &bytes, omitting: omitted)
        endLine()
        for name in signedHeaders { append(name, from: request) }
        endLine()
        for (index, name) in signedHeaders.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ";")) }
            bytes += name.utf8
        }
        endLine()
        bytes += payload
    }

    /// The header in which a signed name travels: HTTP/2 calls the host by another name.
    static func carried(_ signedName: String) -> String {
        signedName == ":authority" ? "host" : signedName
    }

    private mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ name: String, from request: SignedRequest) {
        bytes += name.utf8
        var separator = UInt8(ascii: ":")
        let carried = Self.carried(name)
        for header in request.headers where header.name == carried {
            bytes.append(separator)
            appendSqueezed(header.value)
            separator = UInt8(ascii: ",")
        }
        endLine()
    }

    /// Drops white space at both ends and makes one space of every run inside, folded lines included.
    private mutating func appendSqueezed(_ value: String) {
        var isFirst = true
        for word in Array(value.utf8).split(whereSeparator: Self.isSpace) {
            if !isFirst { bytes.append(UInt8(ascii: " ")) }
            isFirst = false
            bytes += word
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
    }
}

/// The rules by which a service canonicalises paths and presigned payloads.
package enum CanonicalRules: Sendable {
    /// Dot segments and doubled slashes removed, then every segment encoded once more on top of what the wire had.
    case general
    /// As Amazon S3 and its kin do: object keys may contain `//` and `..`, so nothing is removed and the path is
    /// encoded once. A presigned request leaves its body unsigned.
    case s3
}

/// - Source: RFC 3986 §5.2.4; AWS IAM User Guide, "Create a signed AWS API request".
enum CanonicalPath {
    static func write(_ path: String, by rules: CanonicalRules, to output: inout [UInt8]) {
        switch rules {
        case .general: writeNormalised(path, to: &output)
        case .s3: writeAsIs(path, to: &output)
        }
    }

    private static func writeNormalised(_ path: String, to output: inout [UInt8]) {
        /// Where each segment kept so far begins, so that `..` can take the last one back.
        var starts: [Int] = []
        for segment in path.utf8.split(separator: UInt8(ascii: "/")) {
            if segment.elementsEqual(".".utf8) { continue }
            if segment.elementsEqual("..".utf8) {
                if let start = starts.popLast() { output.removeLast(output.count - start) }
                continue
            }
            starts.append(output.count)
            output.append(UInt8(ascii: "/"))
            for byte in segment { PercentCoding.appendEncoded(byte, to: &output) }
        }
        if starts.isEmpty || path.utf8.last == UInt8(ascii: "/") { output.append(UInt8(ascii: "/")) }
    }

    private static func writeAsIs(_ path: String, to output: inout [UInt8]) {
        if path.isEmpty { output.append(UInt8(ascii: "/")) }
        for byte in PercentCoding.decode(path.utf8) {
            if byte == UInt8(ascii: "/") {
                output.append(byte)
            } else {
                PercentCoding.appendEncoded(byte, to: &output)
            }
        }
    }
}

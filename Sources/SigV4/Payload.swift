/// What `x-amz-content-sha256` may say besides a hash.
///
/// - Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header".
enum Payload {
    static let header = "x-amz-content-sha256"
    static let unsigned = "UNSIGNED-PAYLOAD"

    /// Whether this text is a SHA-256 in lower-case digits.
    static func isHash(_ stated: String) -> Bool {
        stated.utf8.count == 64
            && stated.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
                default: false
                }
            }
    }

    /// Whether this text is one of the markers under which the signature covers no body, or covers it in chunks.
    static func leavesBodyUnsigned(_ stated: String) -> Bool {
        stated == unsigned || stated.utf8.starts(with: "STREAMING-".utf8)
    }
}

import IdentityModel
import StrictJSON

/// A signed token taken apart. Nothing in it has been believed yet.
///
/// - Source: RFC 7515 §3.1 and §7.1, compact serialisation only.
package struct CompactToken: Sendable {
    package let header: TokenHeader
    package let payload: JSONDocument
    let signature: [UInt8]
    /// The text as it came. What is verified are these very bytes, never a text written anew.
    let bytes: [UInt8]
    let signingInput: Range<Int>

    private static let textLimit = 50_000
    private static let headerLimit = 4_096
    private static let payloadLimit = 36_864
    private static let signatureLimit = 1_024

    /// - Throws: `malformed`.
    package init(_ token: Secret<String>) throws(LoginError) {
        let bytes = Array(token.reveal().utf8)
        guard (1...Self.textLimit).contains(bytes.count) else { throw .malformed }
        guard let first = bytes.firstIndex(of: UInt8(ascii: ".")),
            let second = bytes[(first + 1)...].firstIndex(of: UInt8(ascii: ".")),
            // A third dot is in no alphabet, so the decoder refuses it.
            let header = Base64URL.decode(bytes[..<first]), (1...Self.headerLimit).contains(header.count),
            let payload = Base64URL.decode(bytes[(first + 1)..<second]),
            (1...Self.payloadLimit).contains(payload.count),
            let signature = Base64URL.decode(bytes[(second + 1)...]),
            (1...Self.signatureLimit).contains(signature.count)
        else { throw .malformed }
        guard let headerObject = try? JSONDocument(header, limits: .token), headerObject.root.kind == .object,
            let claims = try? JSONDocument(payload, limits: .token), claims.root.kind == .object
        else { throw .malformed }
        self.header = try TokenHeader(headerObject)
        self.payload = claims
        self.signature = signature
        self.bytes = bytes
        self.signingInput = 0..<second
    }
}

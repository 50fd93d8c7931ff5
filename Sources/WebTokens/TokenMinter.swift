import IdentityModel
import StrictJSON

/// Signs tokens of one type with one key.
///
/// Signing with RSA takes most of a millisecond; it has no place on an event loop.
package struct TokenMinter: Sendable {
    private let key: SigningKey
    /// The encoded header and its dot, the same in every token.
    private let start: [UInt8]

    /// - Parameter type: the `typ` of the header.
    package init(key: SigningKey, type: String) {
        var header = JSONWriter(capacity: 96)
        header.beginObject()
        header.member("kid", key.id)
        header.member("typ", type)
        header.member("alg", key.algorithm.rawValue)
        header.endObject()
        var start: [UInt8] = []
        Base64URL.append(header.bytes, to: &start)
        start.append(UInt8(ascii: "."))
        self.start = start
        self.key = key
    }

    /// - Parameter payload: the claims, as a JSON object.
    package func mint(_ payload: [UInt8]) throws(SigningKeyError) -> Secret<String> {
        var token = start
        Base64URL.append(payload, to: &token)
        let signature = try key.signature(over: token)
        token.append(UInt8(ascii: "."))
        Base64URL.append(signature, to: &token)
        return Secret(String(decoding: token, as: UTF8.self))
    }
}

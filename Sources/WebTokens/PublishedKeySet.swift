import Crypto
import CryptoExtras
import Foundation
import StrictJSON

/// The public halves of our keys, as the document that relying parties fetch. Written once for every change of keys.
///
/// - Source: RFC 7517 §4 and §5; RFC 7518 §6.
package struct PublishedKeySet: Sendable {
    package let bytes: [UInt8]

    package init(_ keys: [SigningKey]) throws(SigningKeyError) {
        var json = JSONWriter(capacity: 2_048)
        json.beginObject()
        json.name("keys")
        json.beginArray()
        for key in keys { try json.append(key) }
        json.endArray()
        json.endObject()
        bytes = json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ key: SigningKey) throws(SigningKeyError) {
        beginObject()
        switch key.material {
        case .rsa(let rsa):
            guard let numbers = try? rsa.publicKey.getKeyPrimitives() else { throw .unusable }
            member("kty", "RSA")
            // Without a leading zero: unlike the integers of ASN.1, these have no sign.
            member("n", Base64URL.encode(numbers.modulus))
            member("e", Base64URL.encode(numbers.publicExponent))
        case .p256(let curve):
            let point = curve.publicKey.rawRepresentation
            member("kty", "EC")
            member("crv", "P-256")
            member("x", Base64URL.encode(point.prefix(32)))
            member("y", Base64URL.encode(point.suffix(32)))
        }
        member("kid", key.id)
        member("use", "sig")
        member("alg", key.algorithm.rawValue)
        member("x5c", [Data(key.certificate).base64EncodedString()])
        endObject()
    }
}

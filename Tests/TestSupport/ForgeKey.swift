import Crypto
import CryptoExtras
import Foundation
import WebTokens

/// A private key of a pretended issuer. The shared ones are made once per run.
package enum ForgeKey: Sendable {
    case rsaKey(_RSA.Signing.PrivateKey)
    case p256Key(P256.Signing.PrivateKey)
    case p384Key(P384.Signing.PrivateKey)
    case p521Key(P521.Signing.PrivateKey)
    case ed25519Key(Curve25519.Signing.PrivateKey)

    package static let rsa = newRSA()
    /// RSA as well, for when a second issuer or a successor is needed.
    package static let otherRSA = newRSA()
    package static let p256 = ForgeKey.p256Key(P256.Signing.PrivateKey())
    package static let p384 = ForgeKey.p384Key(P384.Signing.PrivateKey())
    package static let p521 = ForgeKey.p521Key(P521.Signing.PrivateKey())
    package static let ed25519 = ForgeKey.ed25519Key(Curve25519.Signing.PrivateKey())

    package static func newRSA(bits: Int = 2048) -> ForgeKey {
        guard let key = try? _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits)) else {
            fatalError("No RSA key could be made.")
        }
        return .rsaKey(key)
    }

    /// The public half as a JSON Web Key, without a name.
    package var jwk: RawObject {
        switch self {
        case .rsaKey(let key):
            guard let numbers = try? key.publicKey.getKeyPrimitives() else { fatalError("An RSA key without numbers.") }
            return [
                "kty": "\"RSA\"", "n": Self.quoted(numbers.modulus), "e": Self.quoted(numbers.publicExponent),
            ]
        case .p256Key(let key): return Self.curve("P-256", key.publicKey.rawRepresentation)
        case .p384Key(let key): return Self.curve("P-384", key.publicKey.rawRepresentation)
        case .p521Key(let key): return Self.curve("P-521", key.publicKey.rawRepresentation)
        case .ed25519Key(let key):
            return ["kty": "\"OKP\"", "crv": "\"Ed25519\"", "x": Self.quoted(key.publicKey.rawRepresentation)]
        }
    }

    /// A signature in the form of a token. The algorithm decides about hash and padding as far as the key has a choice.
    package func signature(over text: some DataProtocol, as algorithm: SignatureAlgorithm) throws -> [UInt8] {
        switch self {
        case .rsaKey(let key):
            let padding: _RSA.Signing.Padding =
                [.ps256, .ps384, .ps512].contains(algorithm) ? .PSS : .insecurePKCS1v1_5
            return switch algorithm {
            case .rs384, .ps384:
                Array(try key.signature(for: SHA384.hash(data: text), padding: padding).rawRepresentation)
            case .rs512, .ps512:
                Array(try key.signature(for: SHA512.hash(data: text), padding: padding).rawRepresentation)
            default: Array(try key.signature(for: SHA256.hash(data: text), padding: padding).rawRepresentation)
            }
        case .p256Key(let key): return Array(try key.signature(for: text).rawRepresentation)
        case .p384Key(let key): return Array(try key.signature(for: text).rawRepresentation)
        case .p521Key(let key): return Array(try key.signature(for: text).rawRepresentation)
        case .ed25519Key(let key): return Array(try key.signature(for: text))
        }
    }

    private static func curve(_ name: String, _ point: Data) -> RawObject {
        let half = point.count / 2
        return [
            "kty": "\"EC\"", "crv": "\"\(name)\"", "x": quoted(point.prefix(half)), "y": quoted(point.suffix(half)),
        ]
    }

    private static func quoted(_ bytes: Data) -> String { "\"\(Base64URL.encode(bytes))\"" }
}

import Crypto
import IdentityModel

/// Why a document that should lead to keys was refused as a whole.
package enum KeySetError: Error, Equatable {
    /// Not a JSON object with an array of `keys`, or beyond the limits of such a document.
    case malformed
    case tooManyKeys(limit: Int)
    /// Nothing in it can verify anything. Whether at least a key of the right kind was there, but too weak or broken.
    case noUsableKey(refusedSome: Bool)
    /// The issuer has published private keys, with these thumbprints. Whatever they sign is worth nothing.
    case privateKeyPublished([SHA256Digest])
    /// A discovery document that speaks for somebody else.
    case foreignIssuer

    /// What it means for a token that needed the set.
    package var loginError: LoginError {
        switch self {
        case .privateKeyPublished, .noUsableKey(refusedSome: true): .keyRejected
        case .malformed, .tooManyKeys, .noUsableKey(refusedSome: false), .foreignIssuer: .providerProtocol
        }
    }
}

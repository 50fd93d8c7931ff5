import Crypto
import CryptoExtras
import Foundation

/// A public key that is ready for use. It is built once, when its set is admitted, and kept.
enum VerificationKey: Sendable {
    case rsa(_RSA.Signing.PublicKey, exponent: UInt32)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)

    /// Whether a signature of this algorithm can be by this kind of key.
    func fits(_ algorithm: SignatureAlgorithm) -> Bool {
        switch (self, algorithm) {
        case (.rsa, .rs256), (.rsa, .rs384), (.rsa, .rs512), (.rsa, .ps256), (.rsa, .ps384), (.rsa, .ps512): true
        case (.p256, .es256), (.p384, .es384), (.p521, .es512), (.ed25519, .edDSA): true
        default: false
        }
    }

    func isAdmitted(by rule: RSAKeyRule) -> Bool {
        guard case .rsa(let key, let exponent) = self else { return true }
        return rule.admits(bits: key.keySizeInBits, exponent: exponent)
    }

    /// Whether `signature` over `input` was made with the private half. False, too, when the algorithm does not fit.
    func verifies(_ signature: [UInt8], over input: ArraySlice<UInt8>, by algorithm: SignatureAlgorithm) -> Bool {
        switch (self, algorithm) {
        case (.rsa(let key, _), .rs256):
            key.verifies(signature, over: SHA256.hash(data: input), padding: .insecurePKCS1v1_5)
        case (.rsa(let key, _), .rs384):
            key.verifies(signature, over: SHA384.hash(data: input), padding: .insecurePKCS1v1_5)
        case (.rsa(let key, _), .rs512):
            key.verifies(signature, over: SHA512.hash(data: input), padding: .insecurePKCS1v1_5)
        case (.rsa(let key, _), .ps256): key.verifies(signature, over: SHA256.hash(data: input), padding: .PSS)
        case (.rsa(let key, _), .ps384): key.verifies(signature, over: SHA384.hash(data: input), padding: .PSS)
        case (.rsa(let key, _), .ps512): key.verifies(signature, over: SHA512.hash(data: input), padding: .PSS)
        case (.p256(let key), .es256): key.verifies(signature, over: input)
        case (.p384(let key), .es384): key.verifies(signature, over: input)
        case (.p521(let key), .es512): key.verifies(signature, over: input)
        case (.ed25519(let key), .edDSA): key.verifies(signature, over: input)
        default: false
        }
    }
}

extension _RSA.Signing.PublicKey {
    /// The length is part of the rule: a signature with its leading zero added or taken away is another text for the
    /// same number.
    ///
    /// - Source: RFC 8017 §8.1.2 and §8.2.2, step 1. The name of the padding warns of encryption; for signatures that
    ///   are compared with a rebuilt block, as here, it is sound.
    fileprivate func verifies(_ signature: [UInt8], over digest: some Digest, padding: _RSA.Signing.Padding) -> Bool {
        signature.count == (keySizeInBits + 7) / 8
            && isValidSignature(_RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: padding)
    }
}

extension P256.Signing.PublicKey {
    fileprivate func verifies(_ signature: [UInt8], over input: ArraySlice<UInt8>) -> Bool {
        guard ScalarRange.p256.containsBoth(of: signature),
            let pair = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
        else { return false }
        return isValidSignature(pair, for: SHA256.hash(data: input))
    }
}

extension P384.Signing.PublicKey {
    fileprivate func verifies(_ signature: [UInt8], over input: ArraySlice<UInt8>) -> Bool {
        guard ScalarRange.p384.containsBoth(of: signature),
            let pair = try? P384.Signing.ECDSASignature(rawRepresentation: signature)
        else { return false }
        return isValidSignature(pair, for: SHA384.hash(data: input))
    }
}

extension P521.Signing.PublicKey {
    fileprivate func verifies(_ signature: [UInt8], over input: ArraySlice<UInt8>) -> Bool {
        guard ScalarRange.p521.containsBoth(of: signature),
            let pair = try? P521.Signing.ECDSASignature(rawRepresentation: signature)
        else { return false }
        return isValidSignature(pair, for: SHA512.hash(data: input))
    }
}

extension Curve25519.Signing.PublicKey {
    fileprivate func verifies(_ signature: [UInt8], over input: ArraySlice<UInt8>) -> Bool {
        signature.count == 64 && ScalarRange.ed25519.contains(signature[32...].reversed())
            && isValidSignature(signature, for: input)
    }
}

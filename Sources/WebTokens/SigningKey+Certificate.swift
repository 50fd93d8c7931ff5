import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

/// The certificates that relying parties of the older kind find in `x5c`.
///
/// - Source: RFC 7517 §4.7; RFC 5280 §4.1.
extension SigningKey.Material {
    /// A key is replaced long before its certificate ends; nobody should have to renew one.
    private static let years = 20

    func makeCertificate(commonName: String, validFrom start: Date) throws(SigningKeyError) -> [UInt8] {
        do {
            let name = try DistinguishedName { CommonName(commonName) }
            let certificate = try Certificate(
                version: .v3, serialNumber: .init(), publicKey: certificateKey.publicKey, notValidBefore: start,
                notValidAfter: start + TimeInterval(Self.years) * 365 * 86_400, issuer: name, subject: name,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                },
                issuerPrivateKey: certificateKey)
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return serializer.serializedBytes
        } catch {
            throw .unusable
        }
    }

    func checkCertificate(_ bytes: [UInt8]) throws(SigningKeyError) {
        guard let certificate = try? Certificate(derEncoded: bytes) else { throw .malformed }
        guard certificate.publicKey == certificateKey.publicKey else { throw .certificateMismatch }
    }

    private var certificateKey: Certificate.PrivateKey {
        switch self {
        case .rsa(let key): Certificate.PrivateKey(key)
        case .p256(let key): Certificate.PrivateKey(key)
        }
    }
}

import Crypto
import CryptoExtras
import Foundation
import IdentityModel

/// A key of ours: it signs tokens, and its public half is published with a certificate under its name.
package struct SigningKey: Sendable {
    package enum Algorithm: String, Sendable, Hashable, CaseIterable {
        case rs256 = "RS256"
        case rs512 = "RS512"
        case es256 = "ES256"
    }

    /// The parsed key, kept so that signing never starts by reading it again.
    enum Material: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
    }

    /// The `kid`, chosen by the caller and never given twice.
    package let id: String
    package let algorithm: Algorithm
    /// A self-signed X.509 certificate of the public half, in DER. Made once: making it again would give another one.
    package let certificate: [UInt8]
    package let createdAt: Date
    let material: Material

    /// Makes a fresh key: RSA with 2048 bits, or P-256.
    ///
    /// - Parameter commonName: the host under which tokens are issued.
    /// - Throws: `unusable` when the system has no randomness to give.
    package static func generate(
        id: String, algorithm: Algorithm, commonName: String, at now: Date
    ) throws(SigningKeyError) -> SigningKey {
        try SigningKey(
            id: id, algorithm: algorithm, material: Material(generatedFor: algorithm), commonName: commonName,
            createdAt: now)
    }

    /// Adopts a key that was made elsewhere, and gives it a certificate.
    ///
    /// - Parameter privateKey: PEM or DER; PKCS #8, PKCS #1 or SEC 1.
    /// - Throws: `malformed` when it is none of them, or not of the kind that the algorithm needs.
    package init(
        id: String, algorithm: Algorithm, privateKey: Secret<[UInt8]>, commonName: String, createdAt: Date
    ) throws(SigningKeyError) {
        try self.init(
            id: id, algorithm: algorithm, material: Material(privateKey, for: algorithm), commonName: commonName,
            createdAt: createdAt)
    }

    /// Puts a stored key together again.
    ///
    /// - Throws: `malformed`, and `certificateMismatch` when the certificate is not of this key.
    package init(
        id: String, algorithm: Algorithm, privateKey: Secret<[UInt8]>, certificate: [UInt8], createdAt: Date
    ) throws(SigningKeyError) {
        let material = try Material(privateKey, for: algorithm)
        try material.checkCertificate(certificate)
        self.init(id: id, algorithm: algorithm, material: material, certificate: certificate, createdAt: createdAt)
    }

    private init(
        id: String, algorithm: Algorithm, material: Material, commonName: String, createdAt: Date
    ) throws(SigningKeyError) {
        let certificate = try material.makeCertificate(commonName: commonName, validFrom: createdAt)
        self.init(id: id, algorithm: algorithm, material: material, certificate: certificate, createdAt: createdAt)
    }

    private init(id: String, algorithm: Algorithm, material: Material, certificate: [UInt8], createdAt: Date) {
        self.id = id
        self.algorithm = algorithm
        self.material = material
        self.certificate = certificate
        self.createdAt = createdAt
    }

    /// The private key as PKCS #8 DER, to be stored.
    package var privateKeyDER: Secret<[UInt8]> {
        switch material {
        case .rsa(let key): Secret(Array(key.pkcs8DERRepresentation))
        case .p256(let key): Secret(Array(key.derRepresentation))
        }
    }

    /// The private key as PKCS #8 PEM, to be carried elsewhere.
    package var privateKeyPEM: Secret<String> {
        switch material {
        case .rsa(let key): Secret(key.pkcs8PEMRepresentation)
        case .p256(let key): Secret(key.pemRepresentation)
        }
    }

    /// A signature in the form of a token: for ES256 the two numbers in a row.
    package func signature(over input: [UInt8]) throws(SigningKeyError) -> [UInt8] {
        do {
            switch (material, algorithm) {
            case (.rsa(let key), .rs512):
                return Array(
                    try key.signature(for: SHA512.hash(data: input), padding: .insecurePKCS1v1_5).rawRepresentation)
            case (.rsa(let key), _):
                return Array(
                    try key.signature(for: SHA256.hash(data: input), padding: .insecurePKCS1v1_5).rawRepresentation)
            case (.p256(let key), _):
                return Array(try key.signature(for: SHA256.hash(data: input)).rawRepresentation)
            }
        } catch {
            throw .unusable
        }
    }
}

/// Why a key of ours could not be made, read or used. Nothing of the key is repeated.
package enum SigningKeyError: Error, Equatable {
    case malformed
    case certificateMismatch
    /// The library refused to make or use it.
    case unusable
}

extension SigningKey.Material {
    fileprivate init(generatedFor algorithm: SigningKey.Algorithm) throws(SigningKeyError) {
        switch algorithm {
        case .rs256, .rs512:
            guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else { throw .unusable }
            self = .rsa(key)
        case .es256: self = .p256(P256.Signing.PrivateKey())
        }
    }

    fileprivate init(_ secret: Secret<[UInt8]>, for algorithm: SigningKey.Algorithm) throws(SigningKeyError) {
        let bytes = secret.reveal()
        let pem = bytes.starts(with: "-----BEGIN ".utf8) ? String(decoding: bytes, as: UTF8.self) : nil
        do {
            switch algorithm {
            case .rs256, .rs512:
                self = .rsa(
                    try pem.map { try _RSA.Signing.PrivateKey(pemRepresentation: $0) }
                        ?? _RSA.Signing.PrivateKey(derRepresentation: bytes))
            case .es256:
                self = .p256(
                    try pem.map { try P256.Signing.PrivateKey(pemRepresentation: $0) }
                        ?? P256.Signing.PrivateKey(derRepresentation: bytes))
            }
        } catch {
            throw .malformed
        }
    }
}

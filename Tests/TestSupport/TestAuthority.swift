import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority that nobody but a test trusts.
package struct TestAuthority: Sendable {
    private let key = P256.Signing.PrivateKey()
    private let certificate: Certificate

    package init() throws {
        let name = try DistinguishedName { CommonName("Test Authority") }
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: .now.addingTimeInterval(-86_400), notValidAfter: .now.addingTimeInterval(86_400),
            issuer: name, subject: name,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            },
            issuerPrivateKey: .init(key))
    }

    package var pem: String {
        get throws { try certificate.serializeAsPEM().pemString }
    }

    /// What a TLS server needs to present itself as that host.
    package func serverContext(for host: String, expires: Date = .now.addingTimeInterval(3_600)) throws -> NIOSSLContext
    {
        let serverKey = P256.Signing.PrivateKey()
        let leaf = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(serverKey.publicKey),
            notValidBefore: .now.addingTimeInterval(-86_400), notValidAfter: expires, issuer: certificate.subject,
            subject: DistinguishedName { CommonName(host) },
            extensions: Certificate.Extensions {
                SubjectAlternativeNames([.dnsName(host)])
                try ExtendedKeyUsage([.serverAuth])
            },
            issuerPrivateKey: .init(key))
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [
                .certificate(try NIOSSLCertificate(bytes: Array(leaf.serializeAsPEM().pemString.utf8), format: .pem))
            ],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(serverKey.pemRepresentation.utf8), format: .pem)))
        return try NIOSSLContext(configuration: configuration)
    }
}

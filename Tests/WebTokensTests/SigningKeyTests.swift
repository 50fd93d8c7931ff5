import Crypto
import Foundation
import IdentityModel
import StrictJSON
import SwiftASN1
import TestSupport
import Testing
import WebTokens
import X509

@Suite struct `A key of ours` {
    private static let now = Date(timeIntervalSince1970: 1_767_225_600)

    /// Made once: RSA keys take their time.
    private static let keys: [SigningKey] = SigningKey.Algorithm.allCases.enumerated().compactMap { index, algorithm in
        try? SigningKey.generate(
            id: "eu-west-1\(index + 1)", algorithm: algorithm, commonName: "id.example.com", at: now)
    }

    private static let claims = RawObject.claims(iss: "https://id.example.com", aud: "client-1")

    @Test func `exists for every algorithm`() {
        #expect(Self.keys.map(\.algorithm) == [.rs256, .rs512, .es256])
    }

    @Test(arguments: keys) func `signs tokens that its published half proves`(key: SigningKey) async throws {
        let minter = TokenMinter(key: key, type: "JWT")
        let token = try minter.mint(Array(Self.claims.description.utf8))
        let keySet = try JSONWebKeySet(parsing: PublishedKeySet(Self.keys).bytes)
        var policy = TokenPolicy.named(issuer: "https://id.example.com")
        policy.algorithms = [try #require(SignatureAlgorithm(rawValue: key.algorithm.rawValue))]
        let proven = try await IDTokenVerifier().verify(
            token, policy: policy, clientIDs: ["client-1"], keys: FixedKeySource(keySet), at: Self.now)
        #expect(proven.subject == "110169484474386276334")
    }

    @Test(arguments: zip(keys, ["RS256", "RS512", "ES256"]))
    func `writes its header in the order of the reference`(key: SigningKey, algorithm: String) throws {
        let token = try TokenMinter(key: key, type: "JWS").mint(Array("{}".utf8)).reveal()
        let segments = token.split(separator: ".").map(String.init)
        let header = String(decoding: try #require(Base64URL.decode(segments[0])), as: UTF8.self)
        #expect(header == "{\"kid\":\"\(key.id)\",\"typ\":\"JWS\",\"alg\":\"\(algorithm)\"}")
        #expect(segments[1] == "e30")
        #expect(Base64URL.decode(segments[2])?.count == (algorithm == "ES256" ? 64 : 256))
    }

    @Test(arguments: keys) func `comes back from where it was stored`(key: SigningKey) throws {
        let restored = try SigningKey(
            id: key.id, algorithm: key.algorithm, privateKey: key.privateKeyDER, certificate: key.certificate,
            createdAt: key.createdAt)
        #expect(try PublishedKeySet([restored]).bytes == PublishedKeySet([key]).bytes)
    }

    @Test(arguments: keys) func `can be carried as PEM and gets a certificate of its own`(key: SigningKey) throws {
        let pem = key.privateKeyPEM.reveal()
        #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let adopted = try SigningKey(
            id: key.id, algorithm: key.algorithm, privateKey: Secret(Array(pem.utf8)), commonName: "id.example.com",
            createdAt: key.createdAt)
        #expect(adopted.privateKeyDER.reveal() == key.privateKeyDER.reveal())
        #expect(adopted.certificate != key.certificate)
    }

    @Test(arguments: keys) func `has a certificate that it signed itself`(key: SigningKey) throws {
        let certificate = try Certificate(derEncoded: key.certificate)
        #expect(certificate.publicKey.isValidSignature(certificate.signature, for: certificate))
        #expect(certificate.subject.description == "CN=id.example.com")
        #expect(certificate.issuer == certificate.subject)
        #expect(certificate.notValidBefore == Self.now)
        #expect(certificate.notValidAfter == Self.now + 630_720_000)
    }

    @Test func `is not restored with the certificate of another`() {
        #expect(throws: SigningKeyError.certificateMismatch) {
            try SigningKey(
                id: "x", algorithm: .rs256, privateKey: Self.keys[0].privateKeyDER,
                certificate: Self.keys[1].certificate, createdAt: Self.now)
        }
    }

    @Test(arguments: [
        ("", SigningKey.Algorithm.rs256), ("-----BEGIN PRIVATE KEY-----\nAAAA", .rs256), ("junk", .es256),
    ])
    func `is not made from junk`(text: String, algorithm: SigningKey.Algorithm) {
        #expect(throws: SigningKeyError.malformed) {
            try SigningKey(
                id: "x", algorithm: algorithm, privateKey: Secret(Array(text.utf8)), commonName: "id.example.com",
                createdAt: Self.now)
        }
    }

    @Test func `is not made from a key of another kind`() {
        for (key, algorithm) in [(Self.keys[0], SigningKey.Algorithm.es256), (Self.keys[2], .rs256)] {
            #expect(throws: SigningKeyError.malformed) {
                try SigningKey(
                    id: "x", algorithm: algorithm, privateKey: key.privateKeyDER, commonName: "id.example.com",
                    createdAt: Self.now)
            }
        }
    }

    @Test func `keeps its private half out of sight`() {
        var dumped = ""
        dump(Self.keys[0].privateKeyDER, to: &dumped)
        #expect(
            "\(Self.keys[0].privateKeyDER) \(Self.keys[0].privateKeyPEM) \(dumped)" == "<secret> <secret> - <secret>\n")
    }
}

@Suite struct `Our published key set` {
    private static let now = Date(timeIntervalSince1970: 1_767_225_600)

    @Test func `lists every key with its certificate and nothing private`() throws {
        let rsa = try SigningKey.generate(
            id: "eu-west-11", algorithm: .rs512, commonName: "id.example.com", at: Self.now)
        let curve = try SigningKey.generate(
            id: "eu-west-12", algorithm: .es256, commonName: "id.example.com", at: Self.now)
        let document = try JSONDocument(PublishedKeySet([rsa, curve]).bytes, limits: .document)
        let keys = try #require(document.root["keys"]).elements.map { $0 }
        #expect(
            keys.map { $0.members.map(\.name) } == [
                ["kty", "n", "e", "kid", "use", "alg", "x5c"], ["kty", "crv", "x", "y", "kid", "use", "alg", "x5c"],
            ])
        #expect(keys.map { $0["kty"]?.string } == ["RSA", "EC"])
        #expect(keys.map { $0["kid"]?.string } == ["eu-west-11", "eu-west-12"])
        #expect(keys.map { $0["alg"]?.string } == ["RS512", "ES256"])
        #expect(keys.map { $0["use"]?.string } == ["sig", "sig"])
        #expect(keys[0]["e"]?.string == "AQAB")
        #expect(keys[1]["crv"]?.string == "P-256")
        let modulus = try #require(keys[0]["n"]?.string.flatMap { Base64URL.decode($0) })
        #expect(modulus.count == 256 && modulus[0] >= 0x80)
        for (node, key) in zip(keys, [rsa, curve]) {
            let certificate = try #require(node["x5c"]?.elements.map(\.string).first ?? nil)
            #expect(Data(base64Encoded: certificate).map { Array($0) } == key.certificate)
        }
    }
}

extension SigningKey: CustomTestStringConvertible {
    package var testDescription: String { algorithm.rawValue }
}

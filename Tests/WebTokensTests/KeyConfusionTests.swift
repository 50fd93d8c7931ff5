import Crypto
import CryptoExtras
import Foundation
import IdentityModel
import TestSupport
import Testing
import WebTokens

/// Attack rows 32 to 53 and 60 to 69: the right words with the wrong key.
@Suite struct `A token and its key` {
    @Test(arguments: good) func `go together when kind, name and signature do`(forge: TokenForge) async throws {
        var trial = TokenTrial(keySet: forge.keySet)
        trial.policy.algorithms = Set(SignatureAlgorithm.allCases)
        let outcome = await trial.run(try forge.token(TokenTrial.claims))
        #expect(outcome.refusal == nil)
    }

    private static let good: [TokenForge] =
        [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512].map { TokenForge(.rsa, as: $0) } + [
            TokenForge(.p256, as: .es256), TokenForge(.p384, as: .es384), TokenForge(.p521, as: .es512),
            TokenForge(.ed25519, as: .edDSA), TokenForge(.newRSA(bits: 3072)),
        ]

    @Test(arguments: attacks) func `are refused when one of them does not fit`(
        attack: Attack
    ) async throws {
        try await attack.check()
    }

    /// Attack row 62.
    @Test func `need no name when one of three keys verifies`() async throws {
        let forge = TokenForge(kid: nil)
        let others = [TokenForge(.otherRSA, kid: "key-2").jwk, TokenForge(.p256, kid: "key-3").jwk]
        let trial = TokenTrial(keySet: TokenForge.keySet(others + [TokenForge(kid: "key-1").jwk]))
        #expect(await trial.run(try forge.token(TokenTrial.claims)).refusal == nil)
    }

    /// Attack row 60 has a key with another name; this one has none and stands alone.
    @Test func `go together when the only key has no name`() async throws {
        let trial = TokenTrial(keySet: TokenForge(kid: nil).keySet)
        #expect(await trial.run(try TokenForge().token(TokenTrial.claims)).refusal == nil)
    }

    /// Attack row 53: which is meant is clear when only one of the two can have signed.
    @Test func `go together when a name is shared with another kind of key`() async throws {
        let keySet = TokenForge.keySet([TokenForge().jwk, TokenForge(.p256, as: .es256).jwk])
        for forge in [TokenForge(), TokenForge(.p256, as: .es256)] {
            #expect(await TokenTrial(keySet: keySet).run(try forge.token(TokenTrial.claims)).refusal == nil)
        }
    }

    @Test func `need no name when there is one key`() async throws {
        let forge = TokenForge(kid: nil)
        for keySet in [forge.keySet, TokenForge(kid: "key-1").keySet] {
            #expect(await TokenTrial(keySet: keySet).run(try forge.token(TokenTrial.claims)).refusal == nil)
        }
    }

    static let attacks = confusions + secrets + keys + names
    private static let claims = TokenTrial.claims

    private static func trial(_ keys: RawObject..., admitting algorithms: SignatureAlgorithm...) -> TokenTrial {
        var trial = TokenTrial(keySet: TokenForge.keySet(keys))
        trial.policy.algorithms.formUnion(algorithms)
        return trial
    }

    private static func attack(
        _ row: Int, _ what: String, _ expected: LoginError, _ trial: TokenTrial = TokenTrial(), fetches: Bool = true,
        _ token: @escaping @Sendable () throws -> Secret<String>
    ) -> Attack {
        Attack(row: row, what: what, expected: expected, needsKeys: fetches, trial: trial, token: token)
    }

    /// A token of `forge` whose header names another algorithm than the one that signs.
    private static func renamed(_ forge: TokenForge, _ name: String) throws -> Secret<String> {
        try forge.token(claims, header: forge.header.with("alg", "\"\(name)\""))
    }

    private static let confusions: [Attack] = [
        attack(34, "RS256 renamed to RS512", .badSignature) { try renamed(TokenForge(), "RS512") },
        attack(34, "RS256 renamed to PS256", .badSignature, trial(TokenForge().jwk, admitting: .ps256)) {
            try renamed(TokenForge(), "PS256")
        },
        attack(34, "PS256 renamed to RS256", .badSignature) { try renamed(TokenForge(.rsa, as: .ps256), "RS256") },
        attack(35, "ES256 on an RSA key", .keyRejected) { try renamed(TokenForge(), "ES256") },
        attack(35, "RS256 on an elliptic key", .keyRejected, trial(TokenForge(.p256).jwk)) {
            try renamed(TokenForge(.p256, as: .es256), "RS256")
        },
        attack(36, "ES256 on a P-384 key", .keyRejected, trial(TokenForge(.p384).jwk)) {
            try renamed(TokenForge(.p384, as: .es384), "ES256")
        },
        attack(36, "ES512 on a P-384 key", .keyRejected, trial(TokenForge(.p384).jwk)) {
            try renamed(TokenForge(.p384, as: .es384), "ES512")
        },
        attack(36, "ES512 on a P-384 key that says it is for ES512", .keyRejected, trial(es512OnP384)) {
            try renamed(TokenForge(.p384, as: .es384), "ES512")
        },
        attack(36, "ES384 on a P-521 key", .keyRejected, trial(TokenForge(.p521).jwk)) {
            try renamed(TokenForge(.p521, as: .es512), "ES384")
        },
        attack(69, "another payload under a good signature", .badSignature) {
            let parts = try TokenForge().token(claims).reveal().split(separator: ".")
            let payload = TokenForge.segment(claims.with("sub", "\"somebody-else\"").description)
            return Secret("\(parts[0]).\(payload).\(parts[2])")
        },
        attack(69, "signed by another key of the same name", .badSignature) {
            try TokenForge(.otherRSA).token(claims)
        },
    ]

    /// As at least one provider publishes it.
    private static let es512OnP384 = TokenForge(.p384).jwk.with("alg", "\"ES512\"")

    /// Every form in which the public key could lie about, taken for a shared secret.
    private static let forms: [(name: String, bytes: @Sendable (_RSA.Signing.PublicKey) throws -> Data)] = [
        ("PEM", { Data($0.pemRepresentation.utf8) }),
        ("PEM with a final line break", { Data(($0.pemRepresentation + "\n").utf8) }),
        ("DER", { $0.derRepresentation }), ("PKCS #1", { $0.pkcs1DERRepresentation }),
        ("modulus", { try $0.getKeyPrimitives().modulus }), ("JWK", { _ in Data(TokenForge().jwk.description.utf8) }),
    ]

    private static let secrets: [Attack] = forms.map { form in
        attack(32, "HS256 with the public key as secret, \(form.name)", .algorithmRejected, fetches: false) {
            guard case .rsaKey(let key) = ForgeKey.rsa else { throw LoginError.misconfigured }
            let header = TokenForge().header.with("alg", "\"HS256\"")
            let input = TokenForge.segment(header.description) + "." + TokenForge.segment(claims.description)
            let secret = SymmetricKey(data: try form.bytes(key.publicKey))
            let code = HMAC<SHA256>.authenticationCode(for: Array(input.utf8), using: secret)
            return Secret(input + "." + Base64URL.encode(code))
        }
    }

    private static func rsa(_ change: (inout RawObject) -> Void) -> RawObject {
        var jwk = TokenForge().jwk
        change(&jwk)
        return jwk
    }

    private static let keys: [Attack] = [
        attack(50, "a key for encryption", .keyUnknown, trial(rsa { $0["use"] = "\"enc\"" }, other.jwk), fetches: true)
        {
            try TokenForge().token(claims)
        },
        attack(50, "a key that only encrypts", .keyUnknown, trial(rsa { $0["key_ops"] = "[\"encrypt\"]" }, other.jwk)) {
            try TokenForge().token(claims)
        },
        attack(51, "a key meant for another algorithm", .algorithmRejected, trial(rsa { $0["alg"] = "\"RS512\"" })) {
            try TokenForge().token(claims)
        },
        attack(52, "a set with a private key", .keyRejected, trial(rsa { $0["d"] = "\"AQAB\"" }, other.jwk)) {
            try TokenForge().token(claims)
        },
        attack(53, "two keys of one name", .keyRejected, trial(TokenForge().jwk, TokenForge(.otherRSA).jwk)) {
            try TokenForge().token(claims)
        },
    ]

    private static let other = TokenForge(.otherRSA, kid: "key-2")

    private static let names: [Attack] = [
        attack(60, "an unknown name while one key exists", .keyUnknown) { try TokenForge(kid: "key-9").token(claims) },
        attack(60, "a name, while two keys have none", .keyUnknown, trial(TokenForge(kid: nil).jwk, other.jwk)) {
            try TokenForge().token(claims)
        },
        attack(
            63, "no name and nine keys", .keyUnknown,
            TokenTrial(keySet: TokenForge.keySet((1...9).map { TokenForge(kid: "key-\($0)").jwk }))
        ) { try TokenForge(kid: nil).token(claims) },
        attack(63, "no name and no key of the kind", .keyUnknown, trial(TokenForge(.p256).jwk)) {
            try TokenForge(kid: nil).token(claims)
        },
        attack(62, "no name and no key that verifies", .badSignature, trial(other.jwk)) {
            try TokenForge(kid: nil).token(claims)
        },
    ]
}

extension TokenForge: CustomTestStringConvertible {
    package var testDescription: String { "\(algorithm.rawValue)" }
}

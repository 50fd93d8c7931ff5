import Foundation
import IdentityModel
import TestSupport
import Testing
import WebTokens

/// Attack rows 44 to 48 and the rest of the admission rules.
@Suite struct `A published key` {
    /// Beside a good one, so that the set as a whole is admitted.
    @Test(arguments: unsound) func `is refused when it is broken or weak`(key: UnsoundKey) async throws {
        var trial = TokenTrial(
            keySet: TokenForge.keySet([key.jwk.with("kid", "\"key-1\""), TokenForge(.otherRSA, kid: "key-2").jwk]))
        trial.policy.algorithms = Set(SignatureAlgorithm.allCases)
        let forge = TokenForge(key.signer, as: key.algorithm)
        #expect(await trial.run(try forge.token(TokenTrial.claims)).refusal == .keyRejected)
        #expect(throws: KeySetError.noUsableKey(refusedSome: true)) {
            try JSONWebKeySet(parsing: Array(TokenForge.keySet([key.jwk]).utf8))
        }
    }

    struct UnsoundKey: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let jwk: RawObject
        var signer = ForgeKey.rsa
        var algorithm = SignatureAlgorithm.rs256

        init(
            _ description: String, _ jwk: RawObject, _ signer: ForgeKey = .rsa, _ algorithm: SignatureAlgorithm = .rs256
        ) {
            (testDescription, self.jwk, self.signer, self.algorithm) = (description, jwk, signer, algorithm)
        }
    }

    private static let unsound: [UnsoundKey] = numbers + points

    private static let numbers: [UnsoundKey] = [
        UnsoundKey("row 44: RSA with 1,024 bits", rsa(modulus(bits: 1_024))),
        UnsoundKey("row 44: RSA with 2,047 bits", rsa(modulus(bits: 2_047))),
        UnsoundKey("row 46: RSA with 8,193 bits", rsa(modulus(bits: 8_193))),
        UnsoundKey("row 46: RSA with 65,536 bits", rsa(modulus(bits: 65_536))),
        UnsoundKey("an even modulus", rsa([UInt8](repeating: 0xFE, count: 256))),
        UnsoundKey("two zeros before the modulus", rsa([0, 0] + modulus(bits: 2_048))),
        UnsoundKey("no modulus", ForgeKey.rsa.jwk.with("n", nil)),
        UnsoundKey("a padded modulus", ForgeKey.rsa.jwk.with("n", "\"AQAB==\"")),
        UnsoundKey("row 45: exponent 0", ForgeKey.rsa.jwk.with("e", "\"AA\"")),
        UnsoundKey("row 45: exponent 1", ForgeKey.rsa.jwk.with("e", "\"AQ\"")),
        UnsoundKey("row 45: exponent 2", ForgeKey.rsa.jwk.with("e", "\"Ag\"")),
        UnsoundKey("row 45: exponent 65,538", ForgeKey.rsa.jwk.with("e", "\"AQAC\"")),
        UnsoundKey("an exponent of five bytes", ForgeKey.rsa.jwk.with("e", "\"AQAAAAE\"")),
        UnsoundKey("a number as exponent", ForgeKey.rsa.jwk.with("e", "65537")),
        UnsoundKey("a number as algorithm", ForgeKey.rsa.jwk.with("alg", "256")),
        UnsoundKey("a number as modulus", ForgeKey.rsa.jwk.with("n", "65537")),
        UnsoundKey("a modulus of a faulty generator", ForgeKey.rsa.jwk.with("n", "\"\(weaklyGenerated)\"")),
    ]

    private static let points: [UnsoundKey] = [
        UnsoundKey(
            "row 47: a point off the curve", p256(ForgeKey.p256.jwk["y"], ForgeKey.p256.jwk["x"]), .p256, .es256),
        UnsoundKey("row 47: infinity", p256(quoted(zeros(32)), quoted(zeros(32))), .p256, .es256),
        UnsoundKey("row 47: coordinates too long", p256(quoted(zeros(33)), quoted(zeros(33))), .p256, .es256),
        UnsoundKey("row 47: coordinates too short", p256(quoted(zeros(31)), quoted(zeros(31))), .p256, .es256),
        UnsoundKey("row 47: coordinates of another curve", ForgeKey.p384.jwk.with("crv", "\"P-256\""), .p256, .es256),
        UnsoundKey(
            "row 47: a coordinate beyond the field", p256(quoted(fieldOfP256), ForgeKey.p256.jwk["y"]), .p256, .es256),
        UnsoundKey("row 47: one coordinate", ForgeKey.p256.jwk.with("y", nil), .p256, .es256),
        UnsoundKey(
            "row 47: P-521 with its leading zeros left out",
            ForgeKey.p521.jwk.with("x", quoted(zeros(65))).with("y", quoted(zeros(65))), .p521, .es512),
        UnsoundKey("a curve of another case", ForgeKey.p256.jwk.with("crv", "\"p-256\""), .p256, .es256),
        UnsoundKey("secp256k1", ForgeKey.p256.jwk.with("crv", "\"secp256k1\""), .p256, .es256),
        UnsoundKey("Ed448", ForgeKey.ed25519.jwk.with("crv", "\"Ed448\""), .ed25519, .edDSA),
        UnsoundKey("row 48: Ed25519 with 31 bytes", ed25519(zeros(31)), .ed25519, .edDSA),
        UnsoundKey("row 48: the neutral point", ed25519([1] + zeros(31)), .ed25519, .edDSA),
        UnsoundKey("row 48: the neutral point, other sign", ed25519([1] + zeros(30) + [0x80]), .ed25519, .edDSA),
        UnsoundKey("row 48: order 2", ed25519([0xEC] + ones(30) + [0x7F]), .ed25519, .edDSA),
        UnsoundKey("row 48: order 4", ed25519(zeros(32)), .ed25519, .edDSA),
        UnsoundKey("row 48: order 4, other sign", ed25519(zeros(31) + [0x80]), .ed25519, .edDSA),
        UnsoundKey("row 48: order 8", ed25519(order8), .ed25519, .edDSA),
        UnsoundKey("row 48: order 8, other sign", ed25519(Array(order8.dropLast()) + [0x85]), .ed25519, .edDSA),
        UnsoundKey("row 48: order 8, other height", ed25519(otherOrder8), .ed25519, .edDSA),
        UnsoundKey("row 48: zero written as the field's size", ed25519([0xED] + ones(30) + [0x7F]), .ed25519, .edDSA),
        UnsoundKey("row 48: one written beyond the field", ed25519([0xEE] + ones(30) + [0x7F]), .ed25519, .edDSA),
    ]

    /// The points of order 8, as listed for X25519 and Ed25519 at https://cr.yp.to/ecdh.html and in libsodium's tests.
    private static let order8: [UInt8] = [
        0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0, 0xD5, 0xDF,
        0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
    ]
    private static let otherOrder8: [UInt8] = [
        0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F, 0x2A, 0x20,
        0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
    ]

    /// Made for this test as the faulty generator makes its primes (CVE-2017-15361), and never anybody's.
    private static let weaklyGenerated = """
        wuqocRi8AXthOiKF1i4QwgUZM0TIRGFWqSfeSvQOLn6egmZuzg-Os5VI3B6ZO1vD8yeozOEFJCNeD__56QkRnh1w2rRzTdmiY9LE\
        8YqZ2QhiBT0wB-fuT-VqC6vUN5-_axkvK2si3KUE7YfsJbbHZSw7ncWmmXc_F1crhrlDHJPItuOnyReE-2gv_DOcmbrvM2X2RsCC\
        e41jJB5ixb7lndDc--l251u2Fv0CgvzkPei_Up5ruGy6JC8ZsvEihlt9XJL1KKrboHrwomhmzgfVDbPZSZ1NYuWSjw8frqQzl-Z6\
        QIL17wkhoCDRtVWFlPN64LdBoZXibegvCT5ud46TkQ
        """

    private static let fieldOfP256: [UInt8] =
        [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1] + zeros(12) + ones(12)

    private static func modulus(bits: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: 0xFF >> ((8 - bits % 8) % 8))] + [UInt8](repeating: 0xFF, count: (bits - 1) / 8)
    }

    private static func rsa(_ modulus: [UInt8]) -> RawObject { ForgeKey.rsa.jwk.with("n", quoted(modulus)) }
    private static func ed25519(_ point: [UInt8]) -> RawObject { ForgeKey.ed25519.jwk.with("x", quoted(point)) }
    private static func p256(_ x: String?, _ y: String?) -> RawObject {
        ForgeKey.p256.jwk.with("x", x).with("y", y)
    }
    private static func quoted(_ bytes: [UInt8]) -> String { "\"\(Base64URL.encode(bytes))\"" }
    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    private static func ones(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) }
}

@Suite struct `A key and the rules of its issuer` {
    /// Amazon Cognito itself publishes its modulus with a zero in front.
    @Test func `forgive one zero before the modulus`() async throws {
        let quoted = try #require(ForgeKey.rsa.jwk["n"])
        let modulus = try #require(Base64URL.decode(String(quoted.dropFirst().dropLast())))
        let signed = Base64URL.encode([0] + modulus)
        let trial = TokenTrial(keySet: TokenForge.keySet([TokenForge().jwk.with("n", "\"\(signed)\"")]))
        #expect(await trial.run(try TokenForge().token(TokenTrial.claims)).refusal == nil)
    }

    @Test func `agree about the size of the modulus`() async throws {
        var trial = TokenTrial()
        trial.policy.rsaKeys.minimumBits = 2_049
        #expect(await trial.run(try TokenForge().token(TokenTrial.claims)).refusal == .keyRejected)
        #expect(await trial.run(try TokenForge(kid: nil).token(TokenTrial.claims)).refusal == .keyUnknown)
    }

    @Test func `agree about the exponent`() async throws {
        var trial = TokenTrial()
        trial.policy.rsaKeys.exponents = [3]
        #expect(await trial.run(try TokenForge().token(TokenTrial.claims)).refusal == .keyRejected)
        trial.policy.rsaKeys.exponents = [3, 65_537]
        #expect(await trial.run(try TokenForge().token(TokenTrial.claims)).refusal == nil)
    }

    @Test(arguments: ["\"sig\"", nil]) func `agree that it is for signatures`(use: String?) async throws {
        let jwk = TokenForge().jwk.with("use", use).with("key_ops", "[\"verify\",\"sign\"]").with("alg", "\"RS256\"")
        let trial = TokenTrial(keySet: TokenForge.keySet([jwk]))
        #expect(await trial.run(try TokenForge().token(TokenTrial.claims)).refusal == nil)
    }
}

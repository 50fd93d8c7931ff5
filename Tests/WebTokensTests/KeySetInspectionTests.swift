import StrictJSON
import TestSupport
import Testing
import WebTokens

/// What an operator is told of the keys of an issuer; every answer must be what a token would meet.
@Suite struct `An inspection of a key set` {
    private static let rsa = TokenForge().jwk
    private static let p256 = TokenForge(.p256, as: .es256, kid: "key-2").jwk

    private func inspect(
        _ keys: RawObject..., policy: TokenPolicy = .openIDConnect(issuer: "https://idp.example.com"),
        announced: Set<SignatureAlgorithm>? = nil
    ) -> KeySetInspection {
        KeySetInspection(of: Array(TokenForge.keySet(keys).utf8), policy: policy, announced: announced)
    }

    @Test func `tells what every key is good for`() {
        let found = inspect(Self.rsa, Self.p256)
        #expect(found.error == nil)
        #expect(found.keys.map(\.id) == ["key-1", "key-2"])
        #expect(found.keys.map(\.kind) == ["RSA, 2048 bits", "P-256"])
        #expect(found.keys.map(\.standing) == [.used([.rs256, .rs384, .rs512]), .used([.es256])])
    }

    @Test func `knows what the issuer announces and the descriptor admits`() {
        #expect(inspect(Self.rsa, announced: [.rs512, .ps256]).keys.map(\.standing) == [.used([.rs512])])
        #expect(
            inspect(Self.rsa, Self.p256, policy: .named(issuer: "https://idp.example.com")).keys.map(\.standing)
                == [.used([.rs256]), .noAlgorithm])
        #expect(inspect(Self.rsa.with("alg", "\"PS256\"")).keys.map(\.standing) == [.noAlgorithm])
    }

    @Test(
        arguments: [
            (rsa.with("n", "\"AQAB\""), .refused(.modulusSize(bits: 17))), (rsa.with("n", nil), .refused(.member("n"))),
            (rsa.with("e", "\"AQ\""), .refused(.exponent)), (rsa.with("kid", "1"), .refused(.member("kid"))),
            (p256.with("crv", "\"secp256k1\""), .refused(.curve)),
            (p256.with("x", "\"AQ\""), .refused(.coordinateLength)),
            (p256.with("x", p256["y"]).with("y", p256["x"]), .refused(.point)), (rsa.with("use", "\"enc\""), .ignored),
            (["kty": "\"oct\"", "k": "\"c2VjcmV0\""], .ignored), (rsa.with("d", "\"AQAB\""), .isPrivate),
        ] as [(RawObject, KeySetInspection.Standing)])
    func `tells why a key is not used`(key: RawObject, standing: KeySetInspection.Standing) {
        #expect(inspect(key, Self.p256.with("kid", "\"key-3\"")).keys.first?.standing == standing)
    }

    @Test func `tells that a name is shared, unless the algorithm settles which key is meant`() {
        let twin = TokenForge(.otherRSA).jwk
        #expect(inspect(Self.rsa, twin).keys.map(\.standing) == [.nameShared, .nameShared])
        #expect(
            inspect(Self.rsa, Self.p256.with("kid", "\"key-1\"")).keys.map(\.standing)
                == [.used([.rs256, .rs384, .rs512]), .used([.es256])])
    }

    @Test func `tells that a key without a name cannot be meant where names are demanded`() {
        let nameless = Self.rsa.with("kid", nil)
        let named = TokenPolicy.named(issuer: "https://idp.example.com")
        #expect(inspect(nameless, Self.rsa, policy: named).keys.map(\.standing) == [.nameless, .used([.rs256])])
        #expect(inspect(nameless, policy: named).keys.map(\.standing) == [.used([.rs256])])
    }

    @Test func `tells that size or exponent break the rule of the descriptor`() {
        var policy = TokenPolicy.openIDConnect(issuer: "https://idp.example.com")
        policy.rsaKeys.minimumBits = 3_072
        #expect(inspect(Self.rsa, policy: policy).keys.map(\.standing) == [.notByTheRule])
    }

    @Test(
        arguments: [
            ("{\"keys\":{}}", .malformed), ("[]", .malformed), ("{\"keys\":[]}", .noUsableKey(refusedSome: false)),
            ("{\"keys\":[{\"kty\":\"RSA\"}]}", .noUsableKey(refusedSome: true)),
        ] as [(String, KeySetError)]) func `tells why a whole set is refused`(text: String, error: KeySetError)
    {
        let found = KeySetInspection(of: Array(text.utf8), policy: .openIDConnect(issuer: "https://idp.example.com"))
        #expect(found.error == error)
        #expect(found.syntax == nil)
    }

    @Test func `tells where a set is no JSON`() {
        let found = KeySetInspection(
            of: Array("{\"keys\":[],\"keys\":[]}".utf8), policy: .openIDConnect(issuer: "https://idp.example.com"))
        #expect(found.syntax == .duplicateMember(at: 12))
        #expect(found.error == .malformed)
    }
}

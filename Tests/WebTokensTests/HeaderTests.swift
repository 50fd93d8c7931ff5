import IdentityModel
import TestSupport
import Testing
import WebTokens

/// Attack rows 29 to 33, 49 and 54 to 68: headers that want to be obeyed.
@Suite struct `A header that wants more than it may` {
    @Test(arguments: plain) func `is refused before anybody is asked for keys`(
        attack: Attack
    ) async throws {
        try await attack.check()
    }

    @Test(arguments: embedded) func `never brings its own key`(attack: Attack) async throws {
        try await attack.check()
    }

    /// Attack row 57 and 58: a key id is compared, never opened, asked for or executed.
    @Test(arguments: [
        "../../../../dev/null", "/proc/self/environ", "x' OR '1'='1", "https://evil.example/keys", "key-1 ", "KEY-1",
        "\u{212A}ey-1",
    ]) func `can name a key only by its exact name`(kid: String) async throws {
        let forge = TokenForge(kid: kid)
        let outcome = await TokenTrial().run(try forge.token(TokenTrial.claims))
        #expect(outcome.refusal == .keyUnknown)
    }

    /// Attack row 58.
    @Test func `can name a key with line breaks only in vain`() async throws {
        let header = TokenForge().header.with("kid", #""key-1\r\nSet-Cookie: x""#)
        let outcome = await TokenTrial().run(try TokenForge().token(TokenTrial.claims, header: header))
        #expect(outcome.refusal == .keyUnknown)
    }

    @Test(arguments: ["JWT", "jwt", "application/jwt", "Application/JWT"])
    func `may say that it is an identity token`(type: String) async throws {
        let header = TokenForge().header.with("typ", "\"\(type)\"")
        let outcome = await TokenTrial().run(try TokenForge().token(TokenTrial.claims, header: header))
        #expect(outcome.refusal == nil)
    }

    @Test func `may carry members that mean nothing to us`() async throws {
        let header = TokenForge().header.with("typ", nil).with("x5t", "\"abc\"").with("x", "[1]")
        let outcome = await TokenTrial().run(try TokenForge().token(TokenTrial.claims, header: header))
        #expect(outcome.refusal == nil)
    }

    static let attacks = plain + embedded
    private static let plain = algorithms + members + extensions
    private static let forge = TokenForge()

    private static func header(
        _ row: Int, _ what: String, _ expected: LoginError, trial: TokenTrial = TokenTrial(), needsKeys: Bool = false,
        forge: TokenForge = forge, _ change: @escaping @Sendable (inout RawObject) -> Void
    ) -> Attack {
        Attack(row: row, what: what, expected: expected, needsKeys: needsKeys, trial: trial) {
            var header = forge.header
            change(&header)
            return try forge.token(TokenTrial.claims, header: header)
        }
    }

    private static let algorithms: [Attack] =
        ["none", "None", "NONE", "nOnE", "HS256", "HS384", "HS512", "ES256K", "RSA1_5", "rs256", "PS256", "EdDSA"].map {
            name in
            header(30, "alg \(name)", .algorithmRejected) { $0["alg"] = "\"\(name)\"" }
        } + [
            Attack(row: 29, what: "alg none without a signature", expected: .malformed) {
                Secret(
                    TokenForge.segment("{\"alg\":\"none\"}") + "." + TokenForge.segment(TokenTrial.claims.description)
                        + ".")
            },
            Attack(row: 29, what: "alg none with any signature", expected: .algorithmRejected) {
                let parts = ["{\"alg\":\"none\"}", TokenTrial.claims.description, "anything"]
                return Secret(parts.map(TokenForge.segment).joined(separator: "."))
            },
            header(31, "no alg", .malformed) { $0["alg"] = nil },
            header(31, "a number as alg", .malformed) { $0["alg"] = "256" },
            header(31, "an array as alg", .malformed) { $0["alg"] = "[\"RS256\"]" },
            header(31, "an empty alg", .malformed) { $0["alg"] = "\"\"" },
            header(
                33, "HS256 while the set holds a symmetric key", .algorithmRejected,
                trial: TokenTrial(
                    keySet: TokenForge.keySet([
                        ["kty": "\"oct\"", "k": "\"c2VjcmV0\"", "kid": "\"key-1\""], forge.jwk,
                    ]))
            ) { $0["alg"] = "\"HS256\"" },
            header(
                49, "EdDSA without the registration's consent", .algorithmRejected,
                trial: TokenTrial(keySet: TokenForge(.ed25519, as: .edDSA).keySet),
                forge: TokenForge(.ed25519, as: .edDSA)
            ) { _ in },
        ]

    private static let members: [Attack] = [
        header(58, "a kid of 257 bytes", .malformed) { $0["kid"] = "\"\(String(repeating: "k", count: 257))\"" },
        header(58, "a kid of 10 KiB", .malformed) { $0["kid"] = "\"\(String(repeating: "k", count: 10_240))\"" },
        header(59, "a number as kid", .malformed) { $0["kid"] = "1" },
        header(59, "an object as kid", .malformed) { $0["kid"] = "{}" },
        header(59, "an array as kid", .malformed) { $0["kid"] = "[\"key-1\"]" },
        header(61, "no kid at a named provider", .keyUnknown, trial: .named) { $0["kid"] = nil },
        header(61, "an empty kid at a named provider", .keyUnknown, trial: .named) { $0["kid"] = "\"\"" },
        header(65, "an access token", .wrongTokenUse) { $0["typ"] = "\"at+jwt\"" },
        header(65, "an access token by its whole name", .wrongTokenUse) { $0["typ"] = "\"application/at+jwt\"" },
        header(66, "a logout token", .wrongTokenUse) { $0["typ"] = "\"logout+jwt\"" },
        header(66, "a security event", .wrongTokenUse) { $0["typ"] = "\"secevent+jwt\"" },
        header(66, "a proof of possession", .wrongTokenUse) { $0["typ"] = "\"dpop+jwt\"" },
        header(66, "typ JOSE", .wrongTokenUse) { $0["typ"] = "\"JOSE\"" },
        header(66, "a number as typ", .malformed) { $0["typ"] = "1" },
        header(67, "a nested token", .malformed) { $0["cty"] = "\"JWT\"" },
        header(68, "a compressed payload", .malformed) { $0["zip"] = "\"DEF\"" },
    ]

    private static let extensions: [Attack] =
        ["[\"exp\"]", "[]", "[\"b64\"]"].map { (list: String) in
            header(64, "crit \(list)", .malformed) { $0["crit"] = list }
        }
        + ["b64", "enc", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"].map { name in
            header(64, "a member \(name)", .malformed) { $0[name] = "false" }
        }

    /// Attack rows 54 to 56: signed by the key that comes along.
    private static let embedded: [Attack] =
        ["jwk", "jku", "x5u", "x5c"].flatMap { name -> [Attack] in
            let intruder = TokenForge(.otherRSA)
            let text =
                ["jwk": intruder.jwk.description, "x5c": "[\"MIIB\"]"][name] ?? "\"http://169.254.169.254/latest\""
            let row = ["jwk": 54, "x5c": 56][name] ?? 55
            return [
                header(row, "\(name) at a named provider", .malformed, trial: .named, forge: intruder) {
                    $0[name] = text
                },
                header(row, "\(name) at any issuer", .badSignature, needsKeys: true, forge: intruder) {
                    $0[name] = text
                },
            ]
        }
}

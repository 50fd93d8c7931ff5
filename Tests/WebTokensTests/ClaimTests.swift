import Foundation
import IdentityModel
import StrictJSON
import TestSupport
import Testing
import WebTokens

/// Attack rows 27, 28, 66 and 71 to 98: claims that are missing, of the wrong type, or somebody else's.
@Suite struct `The claims of a token` {
    @Test(arguments: attacks) func `are refused before anybody is asked for keys`(
        attack: Attack
    ) async throws {
        try await attack.check()
    }

    @Test(arguments: [
        ("sub", "\"\(String(repeating: "s", count: 255))\""), ("exp", "1767229200.75"), ("exp", "1.7672292e9"),
        ("iat", "1767226000"), ("nbf", "1767225999"), ("iat", nil), ("events", "{}"), ("nonce", "\"n\""),
        ("aud", "[\"client-1\"]"), ("auth_time", "1767225500.036956"), ("iat", "1767225600.9"),
        ("_claim_sources", "{\"a\":{\"endpoint\":\"http://169.254.169.254/\"}}"),  // Attack row 112.
    ]) func `are accepted at the edge of what is allowed`(name: String, text: String?) async throws {
        let outcome = await TokenTrial().run(try Self.forge.token(Self.claims.with(name, text)))
        #expect(outcome.refusal == nil)
        #expect(outcome.fetches == 1)
    }

    @Test func `come out as they were proven`() async throws {
        let claims = Self.claims.with("cognito:groups", "[\"a\",\"b\"]").with("nbf", "1")
        let proven = try await TokenTrial().run(try Self.forge.token(claims)).result.get()
        #expect(proven.issuer == "https://idp.example.com")
        #expect(proven.subject == "110169484474386276334")
        #expect(proven.audience == "client-1")
        #expect(proven.issuedAt == Date(timeIntervalSince1970: 1_767_225_600))
        #expect(proven.expiresAt == Date(timeIntervalSince1970: 1_767_229_200))
        #expect(proven.claims["cognito:groups"]?.elements.map(\.string) == ["a", "b"])
    }

    /// Attack row 84: both spellings are Google's own, and only one is reported.
    @Test func `name the issuer in any accepted spelling and come out with the canonical one`() async throws {
        var trial = TokenTrial.named
        trial.policy.issuer = "https://accounts.google.com"
        trial.policy.acceptedIssuers = ["https://accounts.google.com", "accounts.google.com"]
        let token = try Self.forge.token(Self.claims.with("iss", "\"accounts.google.com\""))
        #expect(try await trial.run(token).result.get().issuer == "https://accounts.google.com")
    }

    @Test(arguments: [
        "https://idp.example.com:8443/realms/main", "https://idp.example.com/a/b/", "https://idp.example.com",
    ])
    func `name an issuer with a port and a path like any other`(issuer: String) async throws {
        let trial = TokenTrial(policy: .named(issuer: issuer))
        let token = try Self.forge.token(Self.claims.with("iss", "\"\(issuer)\""))
        #expect(try await trial.run(token).result.get().issuer == issuer)
        #expect(
            await trial.run(try Self.forge.token(Self.claims.with("iss", "\"\(issuer)/x\""))).refusal == .issuerMismatch
        )
    }

    /// Attack row 72: two issuers with one key set are still two issuers.
    @Test func `bind the issuer although another one publishes the same keys`() async throws {
        let token = try Self.forge.token(Self.claims)
        #expect(
            await TokenTrial(policy: .openIDConnect(issuer: "https://b.example.com")).run(token).refusal
                == .issuerMismatch)
        #expect(await TokenTrial().run(token).refusal == nil)
    }

    /// Attack row 85.
    @Test func `name another issuer only while its alias is admitted`() async throws {
        let token = try Self.forge.token(Self.claims.with("iss", "\"https://account.apple.com\""))
        var trial = TokenTrial.named
        trial.policy.issuer = "https://appleid.apple.com"
        trial.policy.acceptedIssuers = ["https://appleid.apple.com"]
        #expect(await trial.run(token).refusal == .issuerMismatch)
        trial.policy.acceptedIssuers.append("https://account.apple.com")
        #expect(await trial.run(token).refusal == nil)
    }

    /// The pool that knows no client still tells a foreign token from its own provider's.
    @Test func `are judged in order when the pool has registered nothing`() async throws {
        var trial = TokenTrial()
        trial.clientIDs = []
        #expect(await trial.run(Secret("junk")).refusal == .malformed)
        #expect(
            await trial.run(try Self.forge.token(Self.claims.with("iss", "\"https://x.example\""))).refusal
                == .issuerMismatch)
        #expect(await trial.run(try Self.forge.token(Self.claims.with("aud", nil))).refusal == .claimMissing("aud"))
        #expect(await trial.run(try Self.forge.token(Self.claims.with("exp", "1"))).refusal == .notConfigured)
    }

    /// Attack rows 107 and 108.
    @Test func `must equal what the operator demands`() async throws {
        var trial = TokenTrial()
        trial.policy.claimEquals = ["hd": "example.com"]
        for hd in [nil, "\"example.org\"", "\"EXAMPLE.COM\"", "1", "[\"example.com\"]"] {
            let claims = Self.claims.with("hd", hd).with("email", "\"jane@example.com\"")
            #expect(await trial.run(try Self.forge.token(claims)).refusal == .claimInvalid("hd"))
        }
        let claims = Self.claims.with("hd", "\"example.com\"")
        #expect(await trial.run(try Self.forge.token(claims)).refusal == nil)
    }

    static let attacks = dates + issuers + subjects + others
    private static let forge = TokenForge()
    private static let claims = TokenTrial.claims

    private static func claim(
        _ row: Int, _ name: String, _ text: String?, _ expected: LoginError, trial: TokenTrial = TokenTrial()
    ) -> Attack {
        Attack(row: row, what: "\(name) = \((text ?? "nothing").prefix(60))", expected: expected, trial: trial) {
            try forge.token(claims.with(name, text))
        }
    }

    private static let dates: [Attack] =
        ["1e309", "-1", "\"1767229200\"", "true", "null", "[]", "-0.5"].map {
            claim(27, "exp", $0, .claimInvalid("exp"))
        }
        + ["9007199254740993", "9007199254740992", "9007199254740993.0", "99999999999999999999"].map {
            claim(28, "exp", $0, .claimInvalid("exp"))
        } + [
            claim(73, "exp", "1767225699", .expired(now: 1_767_225_700, expiry: 1_767_225_699)),
            claim(74, "exp", "1767225700", .expired(now: 1_767_225_700, expiry: 1_767_225_700)),
            claim(74, "exp", "1767225700.9", .expired(now: 1_767_225_700, expiry: 1_767_225_700)),
            claim(75, "nbf", "1767226001", .notYetValid(claim: "nbf", at: 1_767_226_001, horizon: 1_767_226_000)),
            claim(76, "iat", "1767226001", .notYetValid(claim: "iat", at: 1_767_226_001, horizon: 1_767_226_000)),
            claim(77, "exp", nil, .claimMissing("exp")), claim(78, "exp", "2082758400", .claimInvalid("exp")),
            claim(78, "exp", "1767312301", .claimInvalid("exp")),
            claim(79, "iat", "1767229200", .notYetValid(claim: "iat", at: 1_767_229_200, horizon: 1_767_226_000)),
            claim(80, "exp", "1767229200000", .claimInvalid("exp")), claim(76, "iat", "\"now\"", .claimInvalid("iat")),
            claim(75, "nbf", "null", .claimInvalid("nbf")), claim(75, "auth_time", "\"x\"", .claimInvalid("auth_time")),
            claim(76, "iat", nil, .claimMissing("iat"), trial: .named),
            Attack(row: 78, what: "no iat and ten years to live", expected: .claimInvalid("exp")) {
                try forge.token(claims.with("iat", nil).with("exp", "2082758400"))
            },
            Attack(row: 79, what: "exp before iat, both ahead", expected: .claimInvalid("exp")) {
                try forge.token(claims.with("iat", "1767225900").with("exp", "1767225800"))
            },
        ]

    private static let issuers: [Attack] =
        [
            "https://IDP.example.com", "https://idp.example.com:443", "https://idp.example.com/a",
            "http://idp.example.com", "idp.example.com", "https://idp.example.com//",
            "https://idp.example.com.evil.example",
            "https://evil.example/idp.example.com", " https://idp.example.com", "https://idp.example.com\\u0020",
        ].map { claim(81, "iss", "\"\($0)\"", .issuerMismatch) }
        + [
            claim(82, "iss", "\"https://accounts.google.com.evil.example\"", .issuerMismatch, trial: google),
            claim(82, "iss", "\"https://evil.example/accounts.google.com\"", .issuerMismatch, trial: google),
            claim(81, "iss", "\"https://idp.example.com/\"", .issuerMismatch, trial: .named),
            claim(71, "iss", "\"https://idp.example.com\"", .issuerMismatch, trial: google),
            claim(83, "iss", nil, .claimMissing("iss")), claim(83, "iss", "null", .claimInvalid("iss")),
            claim(83, "iss", "[\"https://idp.example.com\"]", .claimInvalid("iss")),
            claim(83, "iss", "\"\"", .claimInvalid("iss")),
            claim(83, "iss", "\"\(String(repeating: "i", count: 513))\"", .claimInvalid("iss")),
        ]

    private static let google = TokenTrial(
        policy: .named(
            issuer: "https://accounts.google.com",
            acceptedIssuers: ["https://accounts.google.com", "accounts.google.com"]))

    private static let subjects: [Attack] =
        [claim(94, "sub", nil, .claimMissing("sub"))]
        + [
            (95, "\"\""), (95, "\"   \""), (95, "\"a b\""), (96, "\"\(String(repeating: "s", count: 256))\""),
            (97, "12345"), (97, "null"), (97, "true"), (97, "[\"a\"]"), (97, "{}"), (98, "\"\\u0430dmin\""),
            (98, "\"admin\\n\""), (98, "\"\\u007f\""), (98, "\"\\u212a\""), (98, "\"\\u202eadmin\""),
        ].map { row, text in claim(row, "sub", text, .claimInvalid("sub")) }

    private static let others: [Attack] = [
        claim(66, "events", "{\"http://schemas.openid.net/event/backchannel-logout\":{}}", .claimInvalid("events")),
        claim(87, "aud", nil, .claimMissing("aud")),
        claim(91, "azp", "1", .claimInvalid("azp")), claim(91, "azp", "null", .claimInvalid("azp")),
        Attack(row: 100, what: "a user pool's access token", expected: .claimMissing("aud"), trial: .named) {
            try forge.token(claims.with("aud", nil).with("client_id", "\"client-1\"").with("token_use", "\"access\""))
        },
    ]
}

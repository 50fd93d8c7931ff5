import Foundation
import IdentityModel
import OutboundHTTP
import TestSupport
import Testing
import WebTokens

/// Attack rows 72, 130, 131 and 138, and OpenID Connect Discovery 1.0 §4.
@Suite struct `An issuer that is found by discovery` {
    private static let issuer = "https://idp.example.com/tenant"
    private static let documentURL = "https://idp.example.com/tenant/.well-known/openid-configuration"
    private static let keysURL = "https://keys.example.net/v1"
    private static let document: RawObject = [
        "issuer": "\"\(issuer)\"", "jwks_uri": "\"\(keysURL)\"",
        "id_token_signing_alg_values_supported": "[\"RS256\"]",
    ]
    private let forge = TokenForge()

    private struct Trial {
        let provider = ScriptedProvider("")
        let source: any KeySource

        init(
            _ document: RawObject, issuer: String = `An issuer that is found by discovery`.issuer, at url: String? = nil
        ) {
            provider.answer(documentURL, with: document.description)
            provider.answer(keysURL, with: TokenForge().keySet)
            source = provider.cache().keys(of: issuer, discoveredAt: url, rules: FetchRules())
        }

        func refusal(of forge: TokenForge, iss: String = issuer, after seconds: Int64 = 0) async throws -> LoginError? {
            let claims = RawObject.claims(iss: iss, aud: "client-1", iat: 1_767_225_700 + seconds)
            let token = try forge.token(claims)
            do throws(LoginError) {
                _ = try await IDTokenVerifier().verify(
                    token, policy: .openIDConnect(issuer: issuer), clientIDs: ["client-1"], keys: source,
                    at: Date(timeIntervalSince1970: TimeInterval(1_767_225_700 + seconds)))
                return nil
            } catch {
                return error
            }
        }
    }

    @Test func `is asked for its document and then for its keys`() async throws {
        let trial = Trial(Self.document)
        #expect(try await trial.refusal(of: forge) == nil)
        #expect(try await trial.refusal(of: forge) == nil)
        #expect(trial.provider.requests == [Self.documentURL, Self.keysURL])
    }

    @Test func `is looked up without a second slash`() async throws {
        let trial = Trial(Self.document, issuer: Self.issuer + "/")
        #expect(try await trial.refusal(of: forge) == nil)
        #expect(trial.provider.requests.first == Self.documentURL)
    }

    @Test func `may have its document elsewhere`() async throws {
        let trial = Trial(Self.document, at: "https://config.example.com/idp")
        trial.provider.answer("https://config.example.com/idp", with: Self.document.description)
        #expect(try await trial.refusal(of: forge) == nil)
        #expect(trial.provider.requests == ["https://config.example.com/idp", Self.keysURL])
    }

    /// Attack row 130.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "https://idp.example.com", "https://idp.example.com/tenant//", "https://IDP.example.com/tenant",
            "http://idp.example.com/tenant", "https://evil.example/tenant",
        ]) func `must call itself what it is registered as`(name: String) async throws
    {
        let trial = Trial(Self.document.with("issuer", "\"\(name)\""))
        #expect(try await trial.refusal(of: forge) == .providerProtocol)
        #expect(await trial.provider.event() == .foreignIssuer(url: Self.documentURL))
        #expect(trial.provider.requests == [Self.documentURL])
    }

    @Test func `settles which spelling of its name counts`() async throws {
        let slashed = Trial(Self.document.with("issuer", "\"\(Self.issuer)/\""))
        #expect(try await slashed.refusal(of: forge, iss: Self.issuer + "/") == nil)
        #expect(try await slashed.refusal(of: forge, iss: Self.issuer) == .issuerMismatch)
        let plain = Trial(Self.document)
        #expect(try await plain.refusal(of: forge, iss: Self.issuer + "/") == .issuerMismatch)
    }

    @Test(
        arguments: [
            ("issuer", nil), ("issuer", "1"), ("jwks_uri", nil), ("jwks_uri", "[]"), ("jwks_uri", "\"\""),
            ("id_token_signing_alg_values_supported", "\"RS256\""),
        ] as [(String, String?)]) func `must have a complete document`(member: String, text: String?) async throws
    {
        #expect(try await Trial(Self.document.with(member, text)).refusal(of: forge) == .providerProtocol)
    }

    /// Attack row 131: the guard judges the URL of the keys like any other.
    @Test(arguments: ["http://idp.example.com/keys", "https://10.0.0.1/keys", "file:///etc/passwd"])
    func `cannot lead us where we do not go`(url: String) async throws {
        let trial = Trial(Self.document.with("jwks_uri", "\"\(url)\""))
        trial.provider.fail(url, with: .refused(.schemeNotAdmitted))
        #expect(try await trial.refusal(of: forge) == .providerProtocol)
        #expect(trial.provider.requests == [Self.documentURL, url])
    }

    /// Attack row 138.
    @Test(
        arguments: [
            ("[\"none\",\"HS256\",\"RS256\"]", nil), (nil, nil), ("[\"none\",\"HS256\"]", .algorithmRejected),
            ("[\"ES256\"]", .algorithmRejected), ("[]", .algorithmRejected), ("[\"RS256\",\"PS256\",1]", nil),
        ] as [(String?, LoginError?)]) func `can only narrow the algorithms`(
            supported: String?, expected: LoginError?
        ) async throws
    {
        let trial = Trial(Self.document.with("id_token_signing_alg_values_supported", supported))
        #expect(try await trial.refusal(of: forge) == expected)
        let salted = TokenForge(.rsa, as: .ps256)
        #expect(try await trial.refusal(of: salted) == .algorithmRejected)
    }

    @Test func `is asked for a new key at the place it named`() async throws {
        let trial = Trial(Self.document)
        #expect(try await trial.refusal(of: forge) == nil)
        let successor = TokenForge(.otherRSA, kid: "key-2")
        trial.provider.answer(Self.keysURL, with: successor.keySet)
        #expect(try await trial.refusal(of: successor, after: 11) == nil)
        #expect(trial.provider.requests == [Self.documentURL, Self.keysURL, Self.keysURL])
    }

    /// A week later the old document cannot be used, so the new one is waited for.
    @Test(.timeLimit(.minutes(1))) func `may move its keys, and somebody hears of it`() async throws {
        let trial = Trial(Self.document)
        #expect(try await trial.refusal(of: forge) == nil)
        let elsewhere = "https://other.example.org/v1"
        let successor = TokenForge(.otherRSA, kid: "key-2")
        trial.provider.answer(elsewhere, with: successor.keySet)
        trial.provider.answer(Self.documentURL, with: Self.document.with("jwks_uri", "\"\(elsewhere)\"").description)
        #expect(try await trial.refusal(of: successor, after: 604_800) == nil)
        #expect(await trial.provider.event() == .keySetMoved(url: Self.documentURL))
    }

    @Test(.timeLimit(.minutes(1))) func `is not believed when it changes its name`() async throws {
        let trial = Trial(Self.document)
        #expect(try await trial.refusal(of: forge) == nil)
        trial.provider.answer(Self.documentURL, with: Self.document.with("issuer", "\"\(Self.issuer)/\"").description)
        #expect(try await trial.refusal(of: forge, after: 69_120) == nil)
        #expect(await trial.provider.event() == .foreignIssuer(url: Self.documentURL))
        #expect(try await trial.refusal(of: forge, after: 69_200) == nil)
        #expect(try await trial.refusal(of: forge, iss: Self.issuer + "/", after: 69_200) == .issuerMismatch)
        #expect(try await trial.refusal(of: forge, iss: Self.issuer + "/", after: 604_800) == .providerProtocol)
    }

    @Test func `is served from its last document for a week`() async throws {
        let trial = Trial(Self.document)
        #expect(try await trial.refusal(of: forge) == nil)
        trial.provider.fail(Self.documentURL, with: .unavailable)
        #expect(try await trial.refusal(of: forge, after: 604_799) == nil)
        #expect(try await trial.refusal(of: forge, after: 604_900) == .providerUnavailable)
    }
}

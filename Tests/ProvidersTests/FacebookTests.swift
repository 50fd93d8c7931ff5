import DevProviders
import Foundation
import IdentityModel
import StrictJSON
import Testing

@testable import Providers

@Suite struct `Sign in with Facebook` {
    private static let withoutSecret = ClientRegistration(clientIDs: [DevProvider.facebook.appID])
    private static let limited = ClientRegistration(clientIDs: [DevProvider.facebook.appID], limitedLogin: true)

    // MARK: Accepted

    @Test func `asks as the app whose token it is, and claims no more than that`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.facebook, "user=ada&lifetime=600")
            let login = try await bench.outcome(of: token, at: .facebook).get()
            #expect(login.provider == "graph.facebook.com")
            #expect(login.issuer == "graph.facebook.com")
            #expect(login.subject == DevProvider.facebook.subject(of: "ada"))
            #expect(login.audience == "492000111222333")
            #expect(login.proof == .introspection)
            #expect(login.expiresAt == PlayedBench.now.addingTimeInterval(600))
            #expect(login.methodDetail == "graph.facebook.com:492000111222333:\(login.subject)")
            #expect(
                login.claims.text
                    == #"{"iss":"graph.facebook.com","aud":"492000111222333","sub":"\#(login.subject)"}"#)
            #expect(bench.calls.all == ["GET /facebook/v23.0/debug_token", "GET /facebook/v23.0/me"])
        }
    }

    @Test func `without a secret asks with the token which app it is of, and then whose`() async throws {
        try await PlayedBench.with { bench async throws in
            let login = try await bench.outcome(
                of: try await bench.token(.facebook), at: .facebook, for: Self.withoutSecret
            ).get()
            #expect(login.subject == DevProvider.facebook.subject(of: "ada"))
            #expect(login.expiresAt == PlayedBench.now.addingTimeInterval(3_600))
            #expect(bench.calls.all == ["GET /facebook/v23.0/app", "GET /facebook/v23.0/me"])
        }
    }

    @Test func `makes one call less when the descriptor says so`() async throws {
        try await PlayedBench.with([("confirm_person: true", "confirm_person: false")]) { bench async throws in
            _ = try await bench.outcome(of: try await bench.token(.facebook), at: .facebook).get()
            #expect(bench.calls.all == ["GET /facebook/v23.0/debug_token"])
        }
    }

    @Test func `can send its tokens in the query instead of a header`() async throws {
        try await PlayedBench.with([("  positive_seconds: 60", "  token_in: query")]) { bench async throws in
            _ = try await bench.outcome(of: try await bench.token(.facebook), at: .facebook).get()
        }
    }

    @Test func `proves the app by a keyed hash of the token`() {
        let proof = FacebookAccessTokenProvider.proof(
            of: Secret("EAAB-user-token-example"), Secret("app-secret-example"))
        #expect(proof.reveal() == "35253a311c91b2436b2ada5198d32be256735158b13348e1b558ce7bf2b737fa")
    }

    // MARK: Refused

    @Test(
        arguments: [
            (.expired, .tokenExpired), (.otherApp, .audienceMismatch), (.unknown, .tokenInvalid),
            (.revoked, .revoked), (.passwordChanged, .revoked), (.pageToken, .wrongTokenUse),
            (.appToken, .wrongTokenUse), (.noPerson, .providerProtocol), (.otherPerson, .providerProtocol),
            (.injected, .tokenInvalid),
        ] as [(DevFlaw, LoginError)])
    func `refuses a token that is not its own person's`(flaw: DevFlaw, error: LoginError) async throws {
        try await PlayedBench.with { bench async throws in
            #expect(try await bench.error(of: flaw, at: .facebook) == error)
        }
    }

    @Test(
        arguments: [
            (.expired, .tokenExpired), (.otherApp, .audienceMismatch), (.unknown, .tokenInvalid),
            (.revoked, .revoked), (.passwordChanged, .revoked), (.injected, .tokenInvalid),
        ] as [(DevFlaw, LoginError)])
    func `refuses the same without a secret`(flaw: DevFlaw, error: LoginError) async throws {
        try await PlayedBench.with { bench async throws in
            #expect(try await bench.error(of: flaw, at: .facebook, for: Self.withoutSecret) == error)
        }
    }

    @Test(arguments: ["", " EAA1", "EAA1&access_token=b", "EAA1#", "EAA/1", String(repeating: "a", count: 2_049)])
    func `asks nobody about what cannot be a token`(text: String) async throws {
        try await PlayedBench.with { bench async throws in
            #expect(await bench.outcome(of: Secret(text), at: .facebook).error == .tokenInvalid)
            #expect(bench.calls.all.isEmpty)
        }
    }

    @Test func `says that a pool has not registered it, and asks nobody`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.facebook)
            #expect(await bench.outcome(of: token, at: .facebook, for: ClientRegistration.none).error == .notConfigured)
            #expect(bench.calls.all.isEmpty)
        }
    }

    @Test func `tells a wrong secret of ours from a wrong token`() async throws {
        try await PlayedBench.with { bench async throws in
            let app = ClientRegistration(clientIDs: [DevProvider.facebook.appID], secret: Secret("stale"))
            let token = try await bench.token(.facebook)
            #expect(await bench.outcome(of: token, at: .facebook, for: app).error == .misconfigured)
        }
    }

    @Test func `takes the app's own token for nobody's`() async throws {
        try await PlayedBench.with { bench async throws in
            let own = Secret("\(DevProvider.facebook.appID)|\(DevProvider.facebook.appSecret ?? "")")
            #expect(await bench.outcome(of: own, at: .facebook).error == .wrongTokenUse)
        }
    }

    // MARK: Limited Login

    @Test func `takes tokens of Limited Login when the pool asks for it`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.facebook, "kind=limited-login&user=ada")
            let login = try await bench.outcome(of: token, at: .facebook, for: Self.limited).get()
            #expect(login.subject == DevProvider.facebook.subject(of: "ada"))
            #expect(login.proof == .signedToken)
            #expect(
                login.claims.text
                    == #"{"iss":"graph.facebook.com","aud":"492000111222333","sub":"\#(login.subject)"}"#)
            #expect(bench.calls.all == ["GET /facebook/.well-known/oauth/openid/jwks"])
        }
    }

    @Test func `refuses them otherwise, and asks nobody`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.facebook, "kind=limited-login")
            #expect(await bench.outcome(of: token, at: .facebook).error == .tokenInvalid)
            #expect(bench.calls.all.isEmpty)
        }
    }

    @Test(
        arguments: [
            (.otherApp, .audienceMismatch), (.foreignKey, .badSignature), (.unknownKey, .keyUnknown),
            (.noKeyID, .keyUnknown), (.wrongIssuer, .issuerMismatch), (.lookAlikeIssuer, .issuerMismatch),
            (.symmetricAlgorithm, .algorithmRejected), (.embeddedKey, .malformed),
            (.expired, .expired(now: 1_767_226_000, expiry: 1_767_225_999)),
        ] as [(DevFlaw, LoginError)])
    func `judges tokens of Limited Login like any signed token`(flaw: DevFlaw, error: LoginError) async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.facebook, "kind=limited-login&flaw=\(flaw.rawValue)")
            #expect(await bench.outcome(of: token, at: .facebook, for: Self.limited).error == error)
        }
    }
}

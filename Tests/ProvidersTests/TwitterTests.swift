import DevProviders
import Foundation
import IdentityModel
import OutboundHTTP
import Providers
import StrictJSON
import Testing

@Suite struct `Sign in with Twitter` {
    private static let path = "/account/verify_credentials.json"
    private static let app = ClientRegistration(clientIDs: ["key"], secret: Secret("shh"))

    // MARK: Accepted

    @Test func `proves who holds the token by a signature, and claims no more than that`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.twitter, "user=ada")
            let login = try await bench.outcome(of: token, at: .twitter).get()
            #expect(login.provider == "api.twitter.com")
            #expect(login.subject == DevProvider.twitter.subject(of: "ada"))
            #expect(login.audience == "development-consumer-key")
            #expect(login.proof == .oauth1)
            #expect(login.expiresAt == PlayedBench.now.addingTimeInterval(3_600))
            #expect(login.methodDetail == "api.twitter.com:development-consumer-key:\(login.subject)")
            #expect(
                login.claims.text
                    == #"{"iss":"api.twitter.com","aud":"development-consumer-key","sub":"\#(login.subject)"}"#)
            #expect(bench.calls.all == ["GET /twitter/1.1/account/verify_credentials.json"])
        }
    }

    @Test func `goes by Twitter's clock when ours is off`() async throws {
        let calls = ScriptedCalls([Self.path: (401, #"{"errors":[{"code":135}]}"#)])
        #expect(try await calls.outcome("api.twitter.com", "a;b", Self.app).error == .providerUnavailable)
        let stamps = calls.requests.compactMap { request in
            request.headers.first { $0.name == "authorization" }?.value.firstMatch(of: /timestamp="(\d+)"/)?.1
        }
        #expect(stamps == ["1767226000", "1767226777"])
    }

    @Test func `signs a second attempt anew`() async throws {
        let calls = ScriptedCalls([:])
        #expect(try await calls.outcome("api.twitter.com", "a;b", Self.app).error == .providerUnavailable)
        #expect(calls.count(Self.path) == 2)
        #expect(calls.requests.allSatisfy { $0.attempts == 1 })
    }

    // MARK: Refused

    @Test(
        arguments: [
            (.otherApp, .tokenInvalid), (.unknown, .tokenInvalid), (.revoked, .tokenInvalid),
            (.onlyNumber, .providerProtocol), (.suspended, .revoked), (.oneHalf, .tokenInvalid),
            (.threeParts, .tokenInvalid),
        ] as [(DevFlaw, LoginError)])
    func `refuses a token that proves nobody`(flaw: DevFlaw, error: LoginError) async throws {
        try await PlayedBench.with { bench async throws in
            #expect(try await bench.error(of: flaw, at: .twitter) == error)
        }
    }

    @Test func `refuses a token with another secret`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.twitter).reveal()
            #expect(await bench.outcome(of: Secret(token.dropLast() + "x"), at: .twitter).error == .tokenInvalid)
            #expect(bench.calls.all.last == "POST /twitter/oauth2/token")
        }
    }

    @Test func `tells a wrong secret of ours from a wrong token`() async throws {
        try await PlayedBench.with { bench async throws in
            let app = ClientRegistration(clientIDs: [DevProvider.twitter.appID], secret: Secret("stale"))
            let token = try await bench.token(.twitter)
            #expect(await bench.outcome(of: token, at: .twitter, for: app).error == .misconfigured)
            #expect(bench.calls.all.last == "POST /twitter/oauth2/token")
        }
    }

    @Test(
        arguments: [
            (401, "", .misconfigured), (403, #"{"errors":[{"code":99}]}"#, .misconfigured),
            (403, #"{"errors":[{"code":453}]}"#, .tokenInvalid), (403, "", .tokenInvalid), (200, "{}", .tokenInvalid),
            (429, "", .tokenInvalid), (200, "nothing", .tokenInvalid), (404, "", .tokenInvalid),
        ] as [(Int, String, LoginError)])
    func `takes our secret for wrong only when Twitter says so, and then once a minute`(
        status: Int, body: String, error: LoginError
    ) async throws {
        let calls = ScriptedCalls([
            Self.path: (401, #"{"errors":[{"code":32}]}"#), "/oauth2/token": (status, body),
        ])
        let catalog = try calls.catalog()
        func outcome(_ token: String, _ app: ClientRegistration, after seconds: Double) async -> LoginError? {
            let adapter = catalog.provider(for: "api.twitter.com", registration: app)
            do throws(LoginError) {
                _ = try await adapter.verify(
                    Login(provider: "api.twitter.com", token: Secret(token)), for: app,
                    at: PlayedBench.now.addingTimeInterval(seconds))
                return nil
            } catch {
                return error
            }
        }
        for seconds in [0, 1, 59.9] { #expect(await outcome("a;b\(Int(seconds))", Self.app, after: seconds) == error) }
        #expect(calls.count("/oauth2/token") == 1)
        let other = ClientRegistration(clientIDs: ["key"], secret: Secret("another"))
        #expect(await outcome("a;b", other, after: 1) == error)
        #expect(calls.count("/oauth2/token") == 2)
        #expect(await outcome("a;c", Self.app, after: 60) == error)
        #expect(calls.count("/oauth2/token") == 3)
    }

    @Test(arguments: ["AAAAbearer", ";", "a;", ";b", "a;b;c", "a b;c", "a;b\n", "a;ü", "a=1&b=2;c"])
    func `asks nobody about what is no pair`(text: String) async throws {
        let calls = ScriptedCalls([:])
        #expect(try await calls.outcome("api.twitter.com", text, Self.app).error == .tokenInvalid)
        #expect(calls.requests.isEmpty)
    }

    @Test func `refuses everybody without the secret of our app`() async throws {
        let calls = ScriptedCalls([:])
        let app = ClientRegistration(clientIDs: ["key"])
        #expect(try await calls.outcome("api.twitter.com", "a;b", app).error == .misconfigured)
        #expect(try await calls.outcome("api.twitter.com", "a;b", .none).error == .notConfigured)
        #expect(calls.requests.isEmpty)
    }

    @Test(
        arguments: [
            (401, #"{"errors":[{"code":89}]}"#, .tokenInvalid), (401, "", .tokenInvalid),
            (401, #"{"errors":[{"code":32}]}"#, .tokenInvalid),
            (400, #"{"errors":[{"code":215}]}"#, .providerProtocol),
            (403, #"{"errors":[{"code":64}]}"#, .revoked), (403, #"{"errors":[{"code":326}]}"#, .revoked),
            (403, #"{"errors":[{"code":453}]}"#, .misconfigured), (410, "", .misconfigured),
            (420, "", .providerThrottled), (429, "", .providerThrottled),
            (403, #"{"errors":[{"code":88}]}"#, .providerThrottled), (404, "", .providerProtocol),
            (200, "[]", .providerProtocol), (200, #"{"id":12}"#, .providerProtocol),
            (200, #"{"id_str":12}"#, .providerProtocol), (200, #"{"id_str":""}"#, .providerProtocol),
            (200, #"{"id_str":"12x"}"#, .providerProtocol),
            (200, #"{"id_str":"123456789012345678901"}"#, .providerProtocol),
            (200, #"{"id_str":"12","id_str":"13"}"#, .providerProtocol),
            (200, #"{"id_str":"12","suspended":true}"#, .revoked),
        ] as [(Int, String, LoginError)])
    func `tells its answers apart`(status: Int, body: String, error: LoginError) async throws {
        #expect(
            try await ScriptedCalls([Self.path: (status, body)]).outcome("api.twitter.com", "a;b", Self.app).error
                == error)
    }
}

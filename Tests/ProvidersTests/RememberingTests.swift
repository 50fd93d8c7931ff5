import DevProviders
import Foundation
import IdentityModel
import OutboundHTTP
import Testing
import WebTokens

@testable import Providers

@Suite struct `A provider that must be asked` {
    private static let info = "/auth/o2/tokeninfo"
    private static let good =
        #"{"iss":"https://www.amazon.com","user_id":"amzn1.account.AEXAMPLE0000","aud":"a","#
        + #""app_id":"app","exp":45,"iat":1767225600}"#
    private static let app = ClientRegistration(clientIDs: ["app"])
    private static let now = PlayedBench.now

    private static func outcome(
        _ catalog: ProviderCatalog, _ token: String = "Atza|a", for app: ClientRegistration = app,
        after seconds: Double = 0
    ) async -> LoginError? {
        let adapter = catalog.provider(for: "www.amazon.com", registration: app)
        do throws(LoginError) {
            _ = try await adapter.verify(
                Login(provider: "www.amazon.com", token: Secret(token)), for: app, at: now.addingTimeInterval(seconds))
            return nil
        } catch {
            return error
        }
    }

    private static func calls(_ status: Int = 200, _ body: String = good) -> ScriptedCalls {
        ScriptedCalls([info: (status, body), "/user/profile": (403, "{}")])
    }

    @Test func `is asked once for a sign-in that shows its token three times`() async throws {
        let calls = Self.calls()
        let catalog = try calls.catalog()
        for seconds in [0, 1, 44.9] { #expect(await Self.outcome(catalog, after: seconds) == nil) }
        #expect(calls.count(Self.info) == 1)
    }

    @Test func `is asked again once the token's own time is over`() async throws {
        let calls = Self.calls()
        let catalog = try calls.catalog()
        for seconds in [0, 45.0] { #expect(await Self.outcome(catalog, after: seconds) == nil) }
        #expect(calls.count(Self.info) == 2)
    }

    @Test func `is asked again after a minute, however long the token lives`() async throws {
        let calls = Self.calls(200, Self.good.replacing("45", with: "3600"))
        let catalog = try calls.catalog()
        for seconds in [0, 59.9, 60] { #expect(await Self.outcome(catalog, after: seconds) == nil) }
        #expect(calls.count(Self.info) == 2)
    }

    @Test func `is asked for every token and every registration by itself`() async throws {
        let calls = Self.calls()
        let catalog = try calls.catalog()
        #expect(await Self.outcome(catalog) == nil)
        #expect(await Self.outcome(catalog, "Atza|b") == nil)
        #expect(await Self.outcome(catalog, for: ClientRegistration(clientIDs: ["other"])) == .audienceMismatch)
        #expect(await Self.outcome(catalog, for: ClientRegistration(clientIDs: ["app"], secret: Secret("s"))) == nil)
        #expect(calls.count(Self.info) == 4)
    }

    @Test func `has its no remembered for half a minute`() async throws {
        let calls = Self.calls(400, #"{"error":"invalid_token"}"#)
        let catalog = try calls.catalog()
        for seconds in [0, 29.9, 30] { #expect(await Self.outcome(catalog, after: seconds) == .tokenInvalid) }
        #expect(calls.count(Self.info) == 2)
    }

    @Test func `is left alone for a moment when it asks for patience`() async throws {
        let calls = Self.calls(429, "")
        let catalog = try calls.catalog()
        for seconds in [0, 9.9, 10] { #expect(await Self.outcome(catalog, after: seconds) == .providerThrottled) }
        #expect(calls.count(Self.info) == 2)
    }

    @Test(arguments: [(3, 2.9, 3.0), (45, 44.9, 45.0), (86_400, 59.9, 60.0)])
    func `is not asked for an app again before the time it names, a minute at most`(
        wait: Int, before: Double, after: Double
    ) async throws {
        let calls = Self.calls()
        let catalog = try calls.catalog()
        #expect(await Self.outcome(catalog, "Atza|known") == nil)
        calls.answer(Self.info, .success((429, "")))
        calls.refuse(for: wait)
        #expect(await Self.outcome(catalog) == .providerThrottled)
        calls.answer(Self.info, .success((200, Self.good)))
        for token in ["Atza|a", "Atza|b"] {
            #expect(await Self.outcome(catalog, token, after: before) == .providerThrottled)
        }
        #expect(calls.count(Self.info) == 2)
        // What is known already and what is another app's goes on.
        #expect(await Self.outcome(catalog, "Atza|known", after: 1) == nil)
        let other = ClientRegistration(clientIDs: ["app"], secret: Secret("another"))
        #expect(await Self.outcome(catalog, for: other, after: 1) == nil)
        for token in ["Atza|a", "Atza|b"] { #expect(await Self.outcome(catalog, token, after: after) == nil) }
    }

    @Test func `is left alone with a token, not with an app, when it names no time`() async throws {
        let calls = Self.calls(429, "")
        let catalog = try calls.catalog()
        for token in ["Atza|a", "Atza|b"] { #expect(await Self.outcome(catalog, token) == .providerThrottled) }
        #expect(calls.count(Self.info) == 2)
    }

    @Test func `does not wait longer because the clock was set back`() {
        let patience = Patience()
        patience.grant(60, to: Self.app, at: Self.now)
        #expect(patience.isDue(to: Self.app, at: Self.now))
        #expect(!patience.isDue(to: Self.app, at: Self.now.addingTimeInterval(-1)))
    }

    @Test func `remembers no more waits than it has room for`() {
        let patience = Patience(capacity: 4)
        for number in 0..<100 {
            patience.grant(60, to: ClientRegistration(clientIDs: ["\(number)"]), at: Self.now)
        }
        let due = (0..<100).count {
            patience.isDue(to: ClientRegistration(clientIDs: ["\($0)"]), at: Self.now)
        }
        #expect(due <= 4)
    }

    @Test func `has its yes remembered while it asks for patience`() async throws {
        let calls = Self.calls()
        let catalog = try calls.catalog()
        #expect(await Self.outcome(catalog) == nil)
        calls.answer(Self.info, .success((429, "")))
        #expect(await Self.outcome(catalog) == nil)
        #expect(await Self.outcome(catalog, "Atza|b") == .providerThrottled)
    }

    @Test(arguments: [
        (200, "nothing", LoginError.providerProtocol), (400, #"{"error":"ServerError"}"#, .providerUnavailable),
    ])
    func `is asked again at once after an outage`(status: Int, body: String, error: LoginError) async throws {
        let calls = Self.calls(status, body)
        let catalog = try calls.catalog()
        #expect(await Self.outcome(catalog) == error)
        calls.answer(Self.info, .success((200, Self.good)))
        #expect(await Self.outcome(catalog) == nil)
    }

    @Test func `is asked once for everybody who shows one token at the same time`() async throws {
        let calls = Self.calls()
        let catalog = try calls.catalog()
        await withTaskGroup { group in
            for _ in 0..<100 {
                group.addTask { #expect(await Self.outcome(catalog) == nil) }
            }
        }
        #expect(calls.count(Self.info) == 1)
    }

    @Test(
        arguments: [
            (
                "graph.facebook.com", "EAA1", "debug_token",
                #"{"data":{"app_id":"492","type":"USER","user_id":"7","is_valid":true}}"#
            ),
            ("www.amazon.com", "Atza|a", "tokeninfo", good.replacing(#""app""#, with: #""492""#)),
            ("api.twitter.com", "a;b", "verify_credentials.json", #"{"errors":[{"code":135}]}"#),
        ] as [(ProviderName, String, String, String)])
    func `has one time for all that a login asks`(
        provider: ProviderName, token: String, path: String, answer: String
    ) async throws {
        let status = provider == "api.twitter.com" ? 401 : 200
        let calls = ScriptedCalls([path: (status, answer), "/me": (200, #"{"id":"7"}"#), "/user/profile": (403, "{}")])
        let app = ClientRegistration(clientIDs: ["492"], secret: Secret("s"))
        _ = try await calls.outcome(provider, token, app)
        let times = calls.requests.map(\.timeout)
        #expect(times.count == 2)
        #expect(times.allSatisfy { $0 < .seconds(5) && $0 > .seconds(2) })
        #expect(times == times.sorted(by: >))
    }

    @Test func `is remembered under a name that tells nothing of the token, and differs between processes`() throws {
        let amazon = try #require(DescriptorCatalog.load().descriptors.first { $0.id == "amazon" })
        let calls = Self.calls()
        let environment = AdapterEnvironment(
            fetch: calls.fetch, verifier: IDTokenVerifier(), keySets: KeySetCache(fetch: calls.fetch))
        let (one, other) = (
            RememberingProvider(AmazonTokenProvider(amazon, in: environment), for: .none),
            RememberingProvider(AmazonTokenProvider(amazon, in: environment), for: .none)
        )
        let login = Login(provider: "www.amazon.com", token: Secret("Atza|s"))
        let name = one.name(of: login, for: Self.app)
        #expect(name.count == 32)
        #expect(name == one.name(of: login, for: Self.app))
        #expect(name != other.name(of: login, for: Self.app))
        #expect(name.firstRange(of: Array("Atza|s".utf8)) == nil)
        // The same text in other places is another name.
        let parts = KeyedHash()
        #expect(parts.name(of: ["ab", "c"]) != parts.name(of: ["a", "bc"]))
    }

    // MARK: Outages

    @Test(
        arguments: [DevProvider.facebook, .twitter, .amazon],
        [
            ("down", LoginError.providerUnavailable), ("html", .providerProtocol), ("throttled", .providerThrottled),
            ("redirect", .providerProtocol), ("oversize", .providerProtocol), ("duplicate-members", .providerProtocol),
        ])
    func `is never taken for a no while it is out of order, and harms no other`(
        provider: DevProvider, outage: (String, LoginError)
    ) async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(provider)
            try await bench.control("POST", "outage?provider=\(provider.rawValue)&kind=\(outage.0)")
            #expect(await bench.outcome(of: token, at: provider).error == outage.1)
            for other in DevProvider.allCases where other != provider {
                _ = try await bench.outcome(of: try await bench.token(other), at: other).get()
            }
            try await bench.control("POST", "outage?provider=\(provider.rawValue)")
            let later = PlayedBench.now.addingTimeInterval(11)
            _ = try await bench.outcome(of: try await bench.token(provider, "user=bob"), at: provider, at: later).get()
        }
    }

    @Test func `of old is answered as unsupported`() async throws {
        let calls = ScriptedCalls([:])
        let app = ClientRegistration(clientIDs: ["key"], secret: Secret("shh"))
        #expect(try await calls.outcome("www.digits.com", "a;b", app).error == .notConfigured)
        #expect(calls.requests.isEmpty)
    }
}

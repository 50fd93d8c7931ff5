import Foundation
import IdentityModel
import OutboundHTTP
import TestSupport
import Testing
import WebTokens

/// Attack rows 119 to 126: what comes instead of keys.
@Suite struct `An issuer whose keys cannot be had` {
    private let good = TokenForge()
    private static let failures: [(FetchError, LoginError)] = [
        (.refused(.addressNotAdmitted), .providerProtocol), (.protocolViolation, .providerProtocol),
        (.unavailable, .providerUnavailable), (.throttled(retryAfter: 5), .providerThrottled),
    ]

    @Test(arguments: failures) func `is reported for what it is`(failure: FetchError, expected: LoginError) async throws
    {
        let trial = RemoteTrial()
        trial.provider.fail(with: failure)
        #expect(try await trial.refusal(of: good) == expected)
    }

    @Test(
        arguments: [
            ("<html>Maintenance</html>", .providerProtocol), ("{\"keys\":{}}", .providerProtocol),
            ("{\"keys\":[]}", .providerProtocol), ("{\"keys\":[{\"kty\":\"RSA\"}]}", .keyRejected),
        ] as [(String, LoginError)]) func `is reported when it answers nonsense`(
            body: String, expected: LoginError
        ) async throws
    {
        #expect(try await RemoteTrial(body).refusal(of: good) == expected)
    }

    @Test(arguments: failures) func `is served from what was fetched for a day`(
        failure: FetchError, expected: LoginError
    ) async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        trial.provider.fail(with: failure)
        #expect(try await trial.refusal(of: good, after: 4_000) == nil)
        await trial.settle(after: 4_000)
        #expect(try await trial.refusal(of: good, after: 86_399) == nil)
        await trial.settle(after: 86_399)
        #expect(try await trial.refusal(of: good, after: 86_460) == expected)
    }

    /// Attack row 120.
    @Test(arguments: ["<html></html>", "{\"keys\":[]}"])
    func `does not lose its keys by answering nonsense`(body: String) async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        trial.provider.answer(with: body)
        #expect(try await trial.refusal(of: good, after: 4_000) == nil)
        await trial.settle(after: 4_000)
        #expect(trial.provider.requests.count == 2)
        #expect(try await trial.refusal(of: good, after: 4_001) == nil)
    }

    @Test func `is tried again after one, two, four and at last every thirty seconds`() async throws {
        let trial = RemoteTrial()
        trial.provider.fail(with: .unavailable)
        var tried: [Int64] = []
        for second in Int64(0)..<150 {
            let before = trial.provider.requests.count
            #expect(try await trial.refusal(of: good, after: second) == .providerUnavailable)
            if trial.provider.requests.count > before { tried.append(second) }
        }
        #expect(tried == [0, 1, 3, 7, 15, 31, 61, 91, 121])
        trial.provider.answer(with: good.keySet)
        #expect(try await trial.refusal(of: good, after: 151) == nil)
    }

    @Test(arguments: [(5, 5), (3_600, 60), (nil, 1)] as [(Int?, Int64)])
    func `is left alone as long as it asks for, up to a minute`(wish: Int?, pause: Int64) async throws {
        let trial = RemoteTrial()
        trial.provider.fail(with: .throttled(retryAfter: wish))
        #expect(try await trial.refusal(of: good) == .providerThrottled)
        trial.provider.answer(with: good.keySet)
        #expect(try await trial.refusal(of: good, after: pause - 1) == .providerThrottled)
        #expect(try await trial.refusal(of: good, after: pause) == nil)
    }

    /// The key may simply be new, so nobody is told that the token is bad.
    @Test func `is said to be away when a new key is looked for in vain`() async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        trial.provider.fail(with: .unavailable)
        let newcomer = TokenForge(.otherRSA, kid: "key-2")
        for second in Int64(11)..<20 {
            #expect(try await trial.refusal(of: newcomer, after: second) == .providerUnavailable)
        }
        #expect(trial.provider.requests.count == 2)
        #expect(try await trial.refusal(of: good, after: 20) == nil)
    }

    /// Attack row 52, on a refresh.
    @Test(.timeLimit(.minutes(1))) func `loses the key that it gave away and keeps the others`() async throws {
        let other = TokenForge(.otherRSA, kid: "key-2")
        let trial = RemoteTrial(TokenForge.keySet([good.jwk, other.jwk]))
        #expect(try await trial.refusal(of: good) == nil)
        trial.provider.answer(with: TokenForge.keySet([good.jwk.with("d", "\"AQAB\""), other.jwk]))
        await trial.settle(after: 11)
        #expect(await trial.provider.event() == .privateKeyPublished(url: "https://idp.example.com/keys"))
        #expect(try await trial.refusal(of: good, after: 12) == .keyRejected)
        #expect(try await trial.refusal(of: other, after: 12) == nil)
    }

    @Test func `does not keep a caller who gives up`() async throws {
        let trial = RemoteTrial()
        let gate = trial.provider.hold()
        let patient = Task { try await trial.refusal(of: TokenForge()) }
        await gate.visitor()
        let hasty = Task { try await trial.refusal(of: TokenForge()) }
        hasty.cancel()
        #expect(try await hasty.value == .providerUnavailable)
        gate.open()
        #expect(try await patient.value == nil)
    }

    @Test func `is still asked for the others when the first caller gives up`() async throws {
        let trial = RemoteTrial()
        let gate = trial.provider.hold()
        let first = Task { try await trial.refusal(of: TokenForge()) }
        await gate.visitor()
        first.cancel()
        #expect(try await first.value == .providerUnavailable)
        gate.open()
        #expect(try await trial.refusal(of: good) == nil)
        #expect(trial.provider.requests.count == 1)
    }

    /// Attack row 129.
    @Test func `is not even asked on behalf of junk`() async throws {
        let provider = ScriptedProvider(good.keySet)
        let source = provider.cache().keySet(at: "https://idp.example.com/keys", rules: FetchRules())
        for index in 0..<200 {
            let forge = TokenForge(.p256, as: .es256, kid: "key-\(index)")
            let claims = TokenTrial.claims.with(index % 2 == 0 ? "iss" : "aud", "\"https://junk-\(index).example\"")
            await #expect(throws: LoginError.self) {
                try await IDTokenVerifier().verify(
                    forge.token(claims), policy: .openIDConnect(issuer: TokenTrial.issuer),
                    clientIDs: [TokenTrial.client], keys: source, at: TokenTrial.now)
            }
        }
        #expect(provider.requests.isEmpty)
    }

    @Test func `shares its fetched keys with whoever asks by the same URL and rules`() async throws {
        let provider = ScriptedProvider(good.keySet)
        let cache = provider.cache()
        var other = FetchRules()
        other.allowedPorts = [8_443]
        for rules in [FetchRules(), FetchRules(), other, other] {
            _ = try await cache.keySet(at: "https://idp.example.com/keys", rules: rules).keys(at: TokenTrial.now)
        }
        #expect(provider.requests.count == 2)
    }

    @Test func `is forgotten when many others are used`() async throws {
        let provider = ScriptedProvider(good.keySet)
        let cache = provider.cache(capacity: 4)
        for index in [0, 1, 2, 3, 4, 5, 0, 5] {
            _ = try await cache.keySet(at: "https://idp.example.com/\(index)", rules: FetchRules()).keys(
                at: TokenTrial.now)
        }
        #expect(provider.requests.map { $0.last } == ["0", "1", "2", "3", "4", "5", "0"])
    }
}

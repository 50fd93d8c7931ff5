import Foundation
import IdentityModel
import OutboundHTTP
import TestSupport
import Testing
import WebTokens

/// A verifier with one remote key set, a provider that answers as told, and a clock in the test's hand.
struct RemoteTrial {
    let provider: ScriptedProvider
    let source: any KeySource
    let verifier = IDTokenVerifier()

    init(_ keySet: String = TokenForge().keySet) {
        provider = ScriptedProvider(keySet)
        source = provider.cache().keySet(at: "https://idp.example.com/keys", rules: FetchRules())
    }

    /// What becomes of a token so many seconds after the trial began; its own times never matter.
    func refusal(of forge: TokenForge, after seconds: Int64 = 0) async throws -> LoginError? {
        let start: Int64 = 1_767_225_700
        let claims = RawObject.claims(
            iss: TokenTrial.issuer, aud: TokenTrial.client, iat: start + seconds)
        let token = try forge.token(claims)
        do throws(LoginError) {
            _ = try await verifier.verify(
                token, policy: .openIDConnect(issuer: TokenTrial.issuer), clientIDs: [TokenTrial.client], keys: source,
                at: Date(timeIntervalSince1970: TimeInterval(start + seconds)))
            return nil
        } catch {
            return error
        }
    }

    /// Lets requests in the background come to their end: each caller in turn waits for the one that is under way.
    func settle(after seconds: Int64) async {
        let now = Date(timeIntervalSince1970: TimeInterval(1_767_225_700 + seconds))
        _ = try? await source.keys(including: "key-that-nobody-has", at: now)
    }
}

@Suite struct `A key set behind a URL` {
    private let good = TokenForge()
    private let successor = TokenForge(.otherRSA, kid: "key-2")

    @Test func `is fetched once and then used`() async throws {
        let trial = RemoteTrial()
        for second in 0..<100 { #expect(try await trial.refusal(of: good, after: Int64(second)) == nil) }
        #expect(trial.provider.requests == ["https://idp.example.com/keys"])
    }

    @Test func `is fetched once for a thousand callers who come at the same time`() async throws {
        let trial = RemoteTrial()
        let gate = trial.provider.hold()
        try await withThrowingTaskGroup(of: LoginError?.self) { group in
            for _ in 0..<1_000 { group.addTask { try await trial.refusal(of: TokenForge()) } }
            await gate.visitor()
            gate.open()
            for try await refusal in group { #expect(refusal == nil) }
        }
        #expect(trial.provider.requests.count == 1)
    }

    /// Attack row 127.
    @Test func `is asked for a new key once for a thousand callers`() async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        trial.provider.answer(with: TokenForge.keySet([good.jwk, successor.jwk]))
        let gate = trial.provider.hold()
        try await withThrowingTaskGroup(of: LoginError?.self) { group in
            for _ in 0..<1_000 {
                group.addTask { try await trial.refusal(of: TokenForge(.otherRSA, kid: "key-2"), after: 11) }
            }
            await gate.visitor()
            gate.open()
            for try await refusal in group { #expect(refusal == nil) }
        }
        #expect(trial.provider.requests.count == 2)
    }

    /// Attack row 128.
    @Test func `is asked at most once in ten seconds for a thousand names that nobody has`() async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        for index in 0..<1_000 {
            let forged = TokenForge(.p256, as: .es256, kid: "key-\(index + 100)")
            #expect(try await trial.refusal(of: forged, after: 10 + Int64(index / 100)) == .keyUnknown)
        }
        #expect(trial.provider.requests.count == 2)
    }

    @Test func `is asked at most six times in five minutes for keys that it lacks`() async throws {
        let trial = RemoteTrial()
        for second in stride(from: Int64(0), to: 300, by: 11) {
            let forged = TokenForge(.p256, as: .es256, kid: "key-\(second + 100)")
            #expect(try await trial.refusal(of: forged, after: second) == .keyUnknown)
        }
        #expect(trial.provider.requests.count == 1 + 6)
        #expect(try await trial.refusal(of: TokenForge(.p256, as: .es256, kid: "key-9"), after: 320) == .keyUnknown)
        #expect(trial.provider.requests.count == 1 + 7)
    }

    @Test func `is not asked within ten seconds of the last answer`() async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        #expect(try await trial.refusal(of: successor, after: 9) == .keyUnknown)
        #expect(trial.provider.requests.count == 1)
        trial.provider.answer(with: TokenForge.keySet([successor.jwk]))
        #expect(try await trial.refusal(of: successor, after: 10) == nil)
        #expect(trial.provider.requests.count == 2)
    }

    @Test func `is not asked again for one name within a minute`() async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        #expect(try await trial.refusal(of: successor, after: 20) == .keyUnknown)
        trial.provider.answer(with: TokenForge.keySet([successor.jwk]))
        #expect(try await trial.refusal(of: successor, after: 79) == .keyUnknown)
        #expect(trial.provider.requests.count == 2)
        #expect(try await trial.refusal(of: successor, after: 80) == nil)
        #expect(trial.provider.requests.count == 3)
    }

    @Test func `forgets that it lacked a key as soon as it has it`() async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        #expect(try await trial.refusal(of: successor, after: 20) == .keyUnknown)
        trial.provider.answer(with: TokenForge.keySet([successor.jwk]))
        #expect(try await trial.refusal(of: TokenForge(kid: "key-3"), after: 31) == .keyUnknown)
        #expect(try await trial.refusal(of: successor, after: 32) == nil)
    }

    /// Attack row 70: also when the very token was accepted, and remembered, a moment before.
    @Test func `lets a withdrawn key die with the next answer`() async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        #expect(try await trial.refusal(of: good) == nil)
        trial.provider.answer(with: TokenForge.keySet([successor.jwk]))
        #expect(try await trial.refusal(of: successor, after: 11) == nil)
        #expect(try await trial.refusal(of: good) == .keyUnknown)
    }

    @Test func `lets the name of a key pass to another key`() async throws {
        let trial = RemoteTrial()
        #expect(try await trial.refusal(of: good) == nil)
        trial.provider.answer(with: TokenForge.keySet([TokenForge(.otherRSA).jwk]))
        await trial.settle(after: 11)
        #expect(try await trial.refusal(of: good) == .badSignature)
        #expect(try await trial.refusal(of: TokenForge(.otherRSA), after: 12) == nil)
    }

    @Test func `is served while its replacement is fetched`() async throws {
        let trial = RemoteTrial()
        trial.provider.answer(with: good.keySet, maxAge: 1_000)
        #expect(try await trial.refusal(of: good) == nil)
        trial.provider.answer(with: successor.keySet, maxAge: 1_000)
        let gate = trial.provider.hold()
        #expect(try await trial.refusal(of: good, after: 799) == nil)
        #expect(trial.provider.requests.count == 1)
        #expect(try await trial.refusal(of: good, after: 800) == nil)
        await gate.visitor()
        #expect(try await trial.refusal(of: good, after: 900) == nil)
        #expect(trial.provider.requests.count == 2)
        gate.open()
        #expect(try await trial.refusal(of: successor, after: 901) == nil)
        #expect(trial.provider.requests.count == 2)
    }

    /// Attack rows 139 and 140; the share of a life after which a set is due is 0.8 here.
    @Test(arguments: [
        (31_536_000 as Int?, false, 69_120 as Int64), (1, false, 240), (nil, false, 2_880), (31_536_000, true, 60),
        (nil, true, 60), (-5, false, 240),
    ]) func `is due when its issuer says so, within limits`(maxAge: Int?, noStore: Bool, due: Int64) async throws {
        let trial = RemoteTrial()
        trial.provider.answer(with: good.keySet, maxAge: maxAge, noStore: noStore)
        #expect(try await trial.refusal(of: good) == nil)
        #expect(try await trial.refusal(of: good, after: due - 1) == nil)
        #expect(trial.provider.requests.count == 1)
        let gate = trial.provider.hold()
        #expect(try await trial.refusal(of: good, after: due) == nil)
        await gate.visitor()
        #expect(trial.provider.requests.count == 2)
        gate.open()
    }
}

import Foundation
import IdentityModel
import OutboundHTTP
import Testing

@testable import UpstreamSTS

@Suite(.timeLimit(.minutes(1))) struct `Credentials of another STS` {
    private let wanted = UpstreamAssumption.sample()

    private static let denied = UpstreamWords(status: 403, code: "AccessDenied", message: "")
    private static let slowed = UpstreamWords(status: 400, code: "Throttling", message: "")
    private static let down = UpstreamWords(status: 503, code: "ServiceUnavailable", message: "")
    private static let cutOff = UpstreamWords(status: 400, code: "IDPCommunicationError", message: "")

    private func get(
        _ credentials: UpstreamCredentials, _ wanted: UpstreamAssumption = .sample(), from upstream: ScriptedUpstream,
        check: UpstreamCheck = { _, _ in true }
    ) async throws(UpstreamFailure) -> UpstreamGrant {
        try await credentials.credentials(for: wanted, began: upstream.date, token: upstream.token, check: check)
    }

    private func key(_ grant: UpstreamGrant) -> String { grant.credentials.accessKeyID.rawValue }

    @Test func `are made once and handed out again`() async throws {
        let upstream = ScriptedUpstream([.credentials])
        let credentials = upstream.credentials()
        let first = try await get(credentials, from: upstream)
        let second = try await get(credentials, from: upstream)
        #expect(
            first.report
                == UpstreamReport(
                    backEnd: "store", roleARN: "arn:aws:iam:::role/photos", delivery: .fetched, attempts: 1))
        #expect(second.report.delivery == .cached)
        #expect(second.report.attempts == 0)
        #expect(key(first) == key(second))
        #expect(upstream.calls == 1)
        #expect(upstream.tokens == 1, "no token is signed for what was made earlier")
    }

    @Test func `are the same in whatever order somebody names their logins`() async throws {
        let upstream = ScriptedUpstream([.credentials])
        let credentials = upstream.credentials()
        let (one, other) = (["accounts.example", "accounts.example:app:1"], ["login.example", "login.example:app:2"])
        let wanted = UpstreamAssumption.sample(methods: ["authenticated"] + other + one)
        #expect(wanted.bearer.methods == ["authenticated"] + one + other)
        _ = try await get(credentials, wanted, from: upstream)
        let again = try await get(credentials, .sample(methods: ["authenticated"] + one + other), from: upstream)
        #expect(again.report.delivery == .cached)
        #expect(upstream.calls == 1)
        // Other logins are another session.
        _ = try await get(credentials, .sample(methods: ["authenticated"] + one), from: upstream)
        #expect(upstream.calls == 2)
    }

    @Test func `are made once for all who want them at the same time`() async throws {
        let upstream = ScriptedUpstream([.held, .credentials])
        let credentials = upstream.credentials()
        async let first = get(credentials, from: upstream)
        await upstream.arrival(of: 1)
        let deliveries = await withTaskGroup(of: UpstreamReport.Delivery?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try? await get(credentials, from: upstream).report.delivery
                }
            }
            upstream.release()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(try await first.report.delivery == .fetched)
        // Whoever came after the landing found them on the shelf.
        #expect(deliveries.allSatisfy { $0 == .shared || $0 == .cached })
        #expect(upstream.calls == 1)
    }

    @Test func `outlive the caller who began the call`() async throws {
        let upstream = ScriptedUpstream([.held, .credentials])
        let credentials = upstream.credentials()
        let impatient = Task { try? await get(credentials, from: upstream) }
        await upstream.arrival(of: 1)
        async let patient = get(credentials, from: upstream)
        impatient.cancel()
        #expect(await impatient.value == nil)
        upstream.release()
        #expect(try await key(patient) == "KEY")
        #expect(upstream.calls == 1)
    }

    @Test func `are renewed before anybody waits for new ones`() async throws {
        let upstream = ScriptedUpstream([.credentials, .held, .granting("NEW", endingAfter: 7_200)])
        let credentials = upstream.credentials()
        _ = try await get(credentials, from: upstream)
        upstream.advance(.seconds(1_500))
        let meanwhile = try await get(credentials, from: upstream)
        #expect(key(meanwhile) == "KEY")
        #expect(meanwhile.report.delivery == .cached)
        await upstream.arrival(of: 2)
        // The old ones have become too old, so whoever comes now waits for what is on its way.
        upstream.advance(.seconds(1_500))
        async let next = get(credentials, from: upstream)
        upstream.release()
        #expect(try await key(next) == "NEW")
        #expect(upstream.calls == 2)
    }

    @Test(arguments: [
        ScriptedUpstream.Reply.error("ServiceUnavailable", 503), .error("Throttling", 400), .failure(.unavailable),
        .failure(.protocolViolation), .document(.xml("hello")),
    ])
    func `are handed out longer when no new ones can be had, and the operator hears of it`(
        reply: ScriptedUpstream.Reply
    ) async throws {
        let upstream = ScriptedUpstream([.credentials, reply])
        let credentials = upstream.credentials()
        _ = try await get(credentials, from: upstream)
        upstream.advance(.seconds(2_500))
        let kept = try await get(credentials, from: upstream)
        #expect(key(kept) == "KEY")
        #expect(kept.report.delivery == .kept)
        #expect(kept.report.errorCode != nil)
        #expect(upstream.events.count == 1)
        upstream.advance(.seconds(800))
        await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, from: upstream)
        }
    }

    @Test func `are no longer handed out once a renewal was refused`() async throws {
        let upstream = ScriptedUpstream([.credentials, .error("AccessDenied", 403)])
        let credentials = upstream.credentials()
        _ = try await get(credentials, from: upstream)
        upstream.advance(.seconds(1_500))
        _ = try await get(credentials, from: upstream)
        await upstream.eventHeard()
        let failure = await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, from: upstream)
        }
        #expect(failure?.error == .refused(Self.denied))
    }

    @Test func `are refused for five seconds by one call`() async throws {
        let upstream = ScriptedUpstream([.error("AccessDenied", 403), .credentials])
        let credentials = upstream.credentials()
        for _ in 0..<10 {
            let failure = await #expect(throws: UpstreamFailure.self) {
                try await get(credentials, from: upstream)
            }
            #expect(failure?.error == .refused(Self.denied))
        }
        #expect(upstream.calls == 1)
        upstream.advance(.seconds(5))
        _ = try await get(credentials, from: upstream)
    }

    @Test func `that have expired are none`() async throws {
        let upstream = ScriptedUpstream([.granting("OLD", endingAfter: 0)])
        let failure = await #expect(throws: UpstreamFailure.self) {
            try await get(upstream.credentials(), from: upstream)
        }
        #expect(failure?.error == .unintelligible("the credentials have expired"))
    }

    // MARK: Trying again

    @Test(arguments: [
        ScriptedUpstream.Reply.error("ServiceUnavailable", 503), .error("IDPCommunicationError", 400),
        .failure(.unavailable),
    ])
    func `are asked for again when a call failed`(reply: ScriptedUpstream.Reply) async throws {
        let upstream = ScriptedUpstream([reply, reply, .credentials])
        let grant = try await get(upstream.credentials(chance: 0.5), from: upstream)
        #expect(grant.report.attempts == 3)
        #expect(grant.report.errorCode != nil)
        #expect(upstream.pauses == [.milliseconds(75), .milliseconds(150)])
        #expect(upstream.tokens == 1)
    }

    @Test func `are asked for three times and no more`() async throws {
        let upstream = ScriptedUpstream([.error("ServiceUnavailable", 503)])
        let failure = await #expect(throws: UpstreamFailure.self) {
            try await get(upstream.credentials(), from: upstream)
        }
        #expect(failure?.error == .unavailable(Self.down))
        #expect(failure?.report.attempts == 3)
        #expect(upstream.calls == 3)
    }

    @Test func `are asked for once more only within the time of the first call`() async throws {
        let upstream = ScriptedUpstream([.held, .failure(.unavailable)])
        let credentials = upstream.credentials()
        async let refused = #expect(throws: UpstreamFailure.self) {
            try await get(credentials, from: upstream)
        }
        await upstream.arrival(of: 1)
        upstream.advance(.seconds(5))
        upstream.release()
        #expect(await refused?.report.attempts == 1)
    }

    @Test func `are not asked for again when the answer was a refusal or a wish for patience`() async throws {
        for reply in [
            ScriptedUpstream.Reply.error("AccessDenied", 403), .error("Throttling", 400), .failure(.protocolViolation),
        ] {
            let upstream = ScriptedUpstream([reply])
            await #expect(throws: UpstreamFailure.self) {
                try await get(upstream.credentials(), from: upstream)
            }
            #expect(upstream.calls == 1)
        }
    }

    @Test func `of a back end that is down cost few second tries`() async throws {
        // Unreachable keys are the back end's answer and open no circuit, so only the budget holds tries back.
        let upstream = ScriptedUpstream([.error("IDPCommunicationError", 400)])
        let credentials = upstream.credentials()
        for number in 0..<100 {
            let failure = await #expect(throws: UpstreamFailure.self) {
                try await get(credentials, .sample("eu-west-1:\(number)"), from: upstream)
            }
            #expect(failure?.error == .issuerUnreachable(Self.cutOff))
        }
        // A hundred first tries and ten second ones; what comes to nothing pays for no more.
        #expect(upstream.calls == 110)
    }

    // MARK: Leaving alone

    @Test func `are not asked for while the back end wants fewer calls`() async throws {
        let upstream = ScriptedUpstream([.error("Throttling", 400, retryAfter: 7), .credentials])
        let credentials = upstream.credentials()
        let first = await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, from: upstream)
        }
        #expect(first?.error == .throttled(retryAfter: 7, Self.slowed))
        upstream.advance(.seconds(3))
        let second = await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, .sample("eu-west-1:eve"), from: upstream)
        }
        #expect(second?.error == .throttled(retryAfter: 4, nil))
        #expect(second?.report.errorCode == "NotAsked")
        #expect(upstream.calls == 1)
        #expect(upstream.tokens == 1, "no token is signed for a call that is not made")
        upstream.advance(.seconds(4))
        _ = try await get(credentials, from: upstream)
    }

    @Test func `are not asked for while the circuit is open, and one probe closes it`() async throws {
        let down = ScriptedUpstream.Reply.failure(.unavailable)
        let upstream = ScriptedUpstream([down, down, down, down, down, .credentials])
        let credentials = upstream.credentials()
        for number in 0..<2 {
            await #expect(throws: UpstreamFailure.self) {
                try await get(credentials, .sample("eu-west-1:\(number)"), from: upstream)
            }
        }
        #expect(upstream.calls == 5)
        let refused = await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, from: upstream)
        }
        #expect(refused?.error == .circuitOpen)
        #expect(upstream.calls == 5)
        upstream.advance(.seconds(11))
        #expect(try await get(credentials, from: upstream).report.delivery == .fetched)
    }

    @Test func `are not asked for where five answers in a row were none of an STS`() async throws {
        let upstream = ScriptedUpstream([.document(.xml("hello"))])
        let credentials = upstream.credentials()
        for number in 0..<5 {
            await #expect(throws: UpstreamFailure.self) {
                try await get(credentials, .sample("eu-west-1:\(number)"), from: upstream)
            }
        }
        let refused = await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, from: upstream)
        }
        #expect(refused?.error == .circuitOpen)
        #expect(upstream.calls == 5)
    }

    @Test func `that were asked for in vain fail with the back end's own words when no second try is let through`()
        async throws
    {
        let upstream = ScriptedUpstream([.error("ServiceUnavailable", 503)])
        let credentials = upstream.credentials()
        await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, from: upstream)
        }
        // The fifth failure opens the circuit, so the third try is not made.
        let failure = await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, .sample("eu-west-1:eve"), from: upstream)
        }
        #expect(failure?.error == .unavailable(Self.down))
        #expect(failure?.report.attempts == 2)
        #expect(failure?.report.errorCode == "ServiceUnavailable")
    }

    @Test func `of one back end do not suffer from another`() async throws {
        let upstream = ScriptedUpstream([.error("Throttling", 400), .credentials])
        let credentials = upstream.credentials()
        await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, from: upstream)
        }
        let other = STSBackEnd.sample(endpoint: "https://other.example")
        _ = try await get(credentials, .sample(at: other), from: upstream)
    }

    @Test func `are asked for by so many at one time and no more`() async throws {
        let upstream = ScriptedUpstream([.held, .credentials])
        let credentials = upstream.credentials()
        let narrow = STSBackEnd.sample(maxConcurrent: 1)
        async let first = get(credentials, .sample(at: narrow), from: upstream)
        await upstream.arrival(of: 1)
        let second = await #expect(throws: UpstreamFailure.self) {
            try await get(credentials, .sample("eu-west-1:eve", at: narrow), from: upstream)
        }
        #expect(second?.error == .throttled(retryAfter: 1, nil))
        upstream.release()
        _ = try await first
    }

    @Test func `need a token of ours`() async throws {
        let upstream = ScriptedUpstream([.credentials])
        let failure = await #expect(throws: UpstreamFailure.self) {
            try await upstream.credentials().credentials(
                for: wanted, began: upstream.date,
                token: { _ throws(UpstreamError) in throw .tokenNotMinted("no key") }, check: { _, _ in true })
        }
        #expect(failure?.error == .tokenNotMinted("no key"))
        #expect(failure?.report.attempts == 0)
        #expect(upstream.calls == 0)
    }

    // MARK: Sessions that were ended

    @Test func `are made anew when those from before were ended`() async throws {
        let upstream = ScriptedUpstream([.credentials, .granting("NEW", endingAfter: 7_200)])
        let credentials = upstream.credentials()
        _ = try await get(credentials, from: upstream)
        upstream.advance(.seconds(600))
        let cutoff = upstream.date
        let check: UpstreamCheck = { _, began in began >= cutoff }
        upstream.advance(.seconds(1))
        let grant = try await get(credentials, from: upstream, check: check)
        #expect(key(grant) == "NEW")
        #expect(grant.report.delivery == .fetched)
        #expect(try await key(get(credentials, from: upstream, check: check)) == "NEW")
        #expect(upstream.calls == 2)
    }

    @Test func `are not taken from a call that began before sessions were ended`() async throws {
        let upstream = ScriptedUpstream([.held, .credentials, .granting("NEW")])
        let credentials = upstream.credentials()
        async let first = get(credentials, from: upstream)
        await upstream.arrival(of: 1)
        upstream.advance(.seconds(1))
        let cutoff = upstream.date
        upstream.advance(.seconds(1))
        async let second = get(credentials, from: upstream) { _, began in began >= cutoff }
        upstream.release()
        _ = try await first
        #expect(try await key(second) == "NEW")
    }

    @Test func `are not handed out when sessions were ended while they were made`() async throws {
        let upstream = ScriptedUpstream([.credentials])
        let failure = await #expect(throws: UpstreamFailure.self) {
            try await get(upstream.credentials(), from: upstream) { _, _ in false }
        }
        #expect(failure?.error == .ended)
        #expect(upstream.calls == 2)
    }

    @Test func `are not handed out when nobody can say whether they were ended`() async throws {
        let upstream = ScriptedUpstream([.credentials])
        let failure = await #expect(throws: UpstreamFailure.self) {
            try await get(upstream.credentials(), from: upstream) { _, _ throws(UpstreamError) in
                throw .notChecked("the database is away")
            }
        }
        #expect(failure?.error == .notChecked("the database is away"))
    }
}

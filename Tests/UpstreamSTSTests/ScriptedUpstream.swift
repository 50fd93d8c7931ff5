import Foundation
import IdentityModel
import OutboundHTTP
import Synchronization

@testable import UpstreamSTS

/// An STS elsewhere that answers as a test says, and a clock that moves as a test says.
final class ScriptedUpstream: Sendable {
    enum Reply: Sendable {
        case document(FetchedDocument)
        case failure(FetchError)
        /// Waits until `release` before it goes on with the next one.
        case held
    }

    private struct State {
        var replies: [Reply]
        var calls = 0
        var tokens = 0
        var elapsed: Duration = .zero
        var pauses: [Duration] = []
        var events: [UpstreamEvent] = []
        var waiting: CheckedContinuation<Void, Never>?
        var arrivals: [(calls: Int, CheckedContinuation<Void, Never>)] = []
        var heardEvents: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now

    /// - Parameter replies: the last one again and again.
    init(_ replies: [Reply]) {
        state = Mutex(State(replies: replies))
    }

    var calls: Int { state.withLock { $0.calls } }
    var tokens: Int { state.withLock { $0.tokens } }
    var pauses: [Duration] { state.withLock { $0.pauses } }
    var events: [UpstreamEvent] { state.withLock { $0.events } }

    var date: Date { SampleAnswer.beginning + state.withLock { $0.elapsed } / .seconds(1) }

    /// - Parameter chance: from 0 up to 1.
    func credentials(capacity: Int = 100, chance: Double = 0) -> UpstreamCredentials {
        UpstreamCredentials(
            fetch: { request throws(FetchError) in try await self.answer(request) }, allowsLoopbackHTTP: false,
            capacity: capacity,
            clock: UpstreamClock(
                now: { self.start + self.state.withLock { $0.elapsed } },
                date: { self.date },
                pause: { pause in
                    self.state.withLock {
                        $0.elapsed += pause
                        $0.pauses.append(pause)
                    }
                },
                chance: { chance }),
            report: { event in
                let waiting = self.state.withLock { state in
                    state.events.append(event)
                    defer { state.heardEvents = [] }
                    return state.heardEvents
                }
                for continuation in waiting { continuation.resume() }
            })
    }

    var token: UpstreamToken {
        { _ in
            self.state.withLock { $0.tokens += 1 }
            return Secret("token")
        }
    }

    func advance(_ duration: Duration) {
        state.withLock { $0.elapsed += duration }
    }

    /// Lets the call go on that is held.
    func release() {
        state.withLock { state in
            defer { state.waiting = nil }
            return state.waiting
        }?.resume()
    }

    /// Waits until so many calls have come in.
    func arrival(of calls: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.calls >= calls { return true }
                state.arrivals.append((calls, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Waits until an event was reported.
    func eventHeard() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if !state.events.isEmpty { return true }
                state.heardEvents.append(continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func answer(_ request: FetchRequest) async throws(FetchError) -> FetchedDocument {
        let (reply, arrived) = state.withLock { state in
            state.calls += 1
            let reply = state.replies[0]
            if state.replies.count > 1 { state.replies.removeFirst() }
            let arrived = state.arrivals.filter { $0.calls <= state.calls }
            state.arrivals.removeAll { $0.calls <= state.calls }
            return (reply, arrived)
        }
        switch reply {
        case .document(let document):
            for arrival in arrived { arrival.1.resume() }
            return document
        case .failure(let error):
            for arrival in arrived { arrival.1.resume() }
            throw error
        case .held:
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting = continuation }
                for arrival in arrived { arrival.1.resume() }
            }
            state.withLock { $0.calls -= 1 }
            return try await answer(request)
        }
    }
}

extension ScriptedUpstream.Reply {
    /// Credentials of an hour from the beginning on.
    static let credentials = granting("KEY")

    static func granting(_ key: String, endingAfter seconds: TimeInterval = 3_600) -> Self {
        .document(.xml(SampleAnswer.ending(after: seconds, key: key)))
    }

    static func error(_ code: String, _ status: Int, retryAfter: Int? = nil) -> Self {
        .document(.xml(SampleAnswer.error(code), status: status, retryAfter: retryAfter))
    }
}

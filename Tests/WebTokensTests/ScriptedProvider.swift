import OutboundHTTP
import Synchronization
import WebTokens

/// A provider whose answers are written down by the test, and which counts who asked.
final class ScriptedProvider: Sendable {
    typealias Answer = Result<FetchedDocument, FetchError>

    private struct State {
        var answers: [String: Answer] = [:]
        var usual: Answer
        var requests: [String] = []
        var gate: Gate?
    }

    private let state: Mutex<State>
    /// What was reported, in order; each is seen once.
    private let events: AsyncStream<KeySourceEvent>
    private let reporter: AsyncStream<KeySourceEvent>.Continuation

    init(_ body: String) {
        state = Mutex(State(usual: .success(FetchedDocument(body: Array(body.utf8)))))
        (events, reporter) = AsyncStream.makeStream()
    }

    /// The URLs that were asked for so far.
    var requests: [String] { state.withLock { $0.requests } }

    /// The next event, waiting for it.
    func event() async -> KeySourceEvent? { await events.first { _ in true } }

    func answer(with body: String, maxAge: Int? = nil, noStore: Bool = false) {
        let document = FetchedDocument(body: Array(body.utf8), maxAge: maxAge, noStore: noStore)
        state.withLock { $0.usual = .success(document) }
    }

    func answer(_ url: String, with body: String) {
        state.withLock { $0.answers[url] = .success(FetchedDocument(body: Array(body.utf8))) }
    }

    func fail(with error: FetchError) {
        state.withLock { $0.usual = .failure(error) }
    }

    func fail(_ url: String, with error: FetchError) {
        state.withLock { $0.answers[url] = .failure(error) }
    }

    /// Keeps every answer back until the gate is opened.
    func hold() -> Gate {
        let gate = Gate()
        state.withLock { $0.gate = gate }
        return gate
    }

    func cache(capacity: Int = 100) -> KeySetCache {
        KeySetCache(
            fetch: { [self] request async throws(FetchError) in try await answer(to: request.url) }, capacity: capacity,
            refreshShare: { 0.8 }, report: { [reporter] in reporter.yield($0) })
    }

    private func answer(to url: String) async throws(FetchError) -> FetchedDocument {
        let (answer, gate) = state.withLock { state in
            state.requests.append(url)
            return (state.answers[url] ?? state.usual, state.gate)
        }
        await gate?.pass()
        return try answer.get()
    }
}

/// Holds back whoever comes until it is opened, and lets others wait until somebody has come.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var hasVisitor = false
        var held: [CheckedContinuation<Void, Never>] = []
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func pass() async {
        await withCheckedContinuation { continuation in
            let (isOpen, watchers) = state.withLock { state in
                if !state.isOpen { state.held.append(continuation) }
                state.hasVisitor = true
                defer { state.watchers = [] }
                return (state.isOpen, state.watchers)
            }
            for watcher in watchers { watcher.resume() }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Waits until somebody stands at the gate.
    func visitor() async {
        await withCheckedContinuation { continuation in
            let isHere = state.withLock { state in
                if !state.hasVisitor { state.watchers.append(continuation) }
                return state.hasVisitor
            }
            if isHere { continuation.resume() }
        }
    }
}

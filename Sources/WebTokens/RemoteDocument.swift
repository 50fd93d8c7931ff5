import IdentityModel
import Synchronization

import struct Foundation.Date
import typealias Foundation.TimeInterval

/// One document that is fetched from a provider, kept, and fetched again before it grows old.
///
/// However many callers there are, one request is under way at a time. A document that is due is served while its
/// replacement is fetched; one that cannot be fetched is served until it is too old to be believed.
final class RemoteDocument<Value: Sendable>: Sendable {
    /// Fetches and reads the document, within a time of its own. It is given the value held so far.
    typealias Load = @Sendable (_ held: Value?) async -> Loaded<Value>

    private typealias Request = Flight<Result<Value, LoginError>>

    private struct State {
        var shelf: Shelf<Value>
        var request: Request?

        mutating func newRequest() -> Step {
            let request = Request()
            self.request = request
            return .launch(request)
        }
    }

    private enum Step {
        case use(Value)
        case join(Request)
        case launch(Request)
        case fail(LoginError)
    }

    private let state: Mutex<State>
    private let load: Load

    /// - Parameter hardLifetime: seconds after which a document that could not be replaced is no longer used.
    init(hardLifetime: TimeInterval, load: @escaping Load) {
        self.state = Mutex(State(shelf: Shelf(hardLifetime: hardLifetime)))
        self.load = load
    }

    /// What can be used without waiting. When it is due, its replacement is sent for.
    func held(at now: Date) -> Value? {
        let (value, step) = state.withLock { state -> (Value?, Step?) in
            guard let value = state.shelf.value(at: now) else { return (nil, nil) }
            guard state.request == nil, state.shelf.isDue(at: now) else { return (value, nil) }
            return (value, state.newRequest())
        }
        if case .launch(let request) = step { launch(request, at: now) }
        return value
    }

    /// The document, waiting for it when none can be used.
    ///
    /// - Throws: why it could not be had. For a while after a failure its reason stands, so that nobody hammers a
    ///   provider that is down.
    func value(at now: Date) async throws(LoginError) -> Value {
        if let value = held(at: now) { return value }
        let step: Step = state.withLock { state in
            if let request = state.request { return .join(request) }
            if let value = state.shelf.value(at: now) { return .use(value) }
            if let failure = state.shelf.standingFailure(at: now) { return .fail(failure) }
            return state.newRequest()
        }
        return try await follow(step, at: now)
    }

    /// The document after one more request for it. Nil when there may be none now.
    func refetched(at now: Date) async throws(LoginError) -> Value? {
        let step: Step? = state.withLock { state in
            if let request = state.request { return .join(request) }
            switch state.shelf.extraRequest(at: now) {
            case .granted: return state.newRequest()
            case .failed(let reason): return .fail(reason)
            case .denied: return nil
            }
        }
        guard let step else { return nil }
        return try await follow(step, at: now)
    }

    private func follow(_ step: Step, at now: Date) async throws(LoginError) -> Value {
        let request: Request
        switch step {
        case .use(let value): return value
        case .fail(let reason): throw reason
        case .join(let other): request = other
        case .launch(let own):
            request = own
            launch(own, at: now)
        }
        guard let result = await request.arrival() else { throw .providerUnavailable }
        return try result.get()
    }

    /// Unstructured, because the work is everybody's: a caller who gives up must not cancel it for the rest.
    private func launch(_ request: Request, at now: Date) {
        Task {
            let loaded = await load(state.withLock { $0.shelf.latest })
            let result = state.withLock { state in
                state.request = nil
                return state.shelf.put(loaded, requestedAt: now)
            }
            request.land(result)
        }
    }
}

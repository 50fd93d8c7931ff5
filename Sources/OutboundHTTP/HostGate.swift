/// How much of us one host gets: a limit on requests under way, and a pause after it failed too often or asked for one.
///
/// A value without a clock; whoever holds it says what time it is.
package struct HostGate: Sendable {
    package typealias Instant = ContinuousClock.Instant

    package struct Limits: Sendable, Equatable {
        /// Requests under way. Half of them may wait for a connection, see `PinnedClients.connectionsPerHost`.
        package var capacity = 64
        /// Failures in a row that open the circuit.
        package var tolerance = 10
        /// How long the circuit stays open before one request may probe.
        package var pause: Duration = .seconds(10)
        /// The longest pause that a host may ask for, in seconds.
        package var longestRetryAfter = 60

        package init() {}
    }

    private let limits: Limits
    private var underWay = 0
    private var failures = 0
    private var closedUntil: Instant?
    private var isProbing = false
    private var throttledUntil: Instant?

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// The right to ask the host once, given back with what came of it.
    package struct Pass: Sendable {
        fileprivate let isProbe: Bool
    }

    /// Why nobody may pass.
    package enum Closure: Sendable, Equatable {
        /// The host wants to be left alone, for so many seconds more.
        case throttled(seconds: Int)
        /// As many requests as there may be are under way.
        case full
        /// It failed too often, and is left alone until a probe is answered.
        case broken
    }

    package enum Outcome: Sendable {
        case answered
        case failed
        case throttled(retryAfter: Int?)
        /// The caller went away; nothing was learned of the host.
        case abandoned
    }

    /// Nil when the next request may pass.
    package func closure(at now: Instant) -> Closure? {
        if let throttledUntil, now < throttledUntil {
            return .throttled(seconds: Int(((throttledUntil - now) / .seconds(1)).rounded(.up)))
        }
        if underWay >= limits.capacity { return .full }
        if isOpen, isProbing || closedUntil.map({ now < $0 }) ?? false { return .broken }
        return nil
    }

    package mutating func enter(at now: Instant) throws(FetchError) -> Pass {
        switch closure(at: now) {
        case nil: break
        case .throttled(let seconds): throw .throttled(retryAfter: seconds)
        case .full, .broken: throw .unavailable
        }
        let isProbe = isOpen
        if isProbe { isProbing = true }
        underWay += 1
        return Pass(isProbe: isProbe)
    }

    /// Whether the circuit is open, in the sense that no current flows.
    private var isOpen: Bool { failures >= limits.tolerance }

    package mutating func leave(_ pass: Pass, with outcome: Outcome, at now: Instant) {
        underWay -= 1
        if pass.isProbe { isProbing = false }
        switch outcome {
        case .answered:
            failures = 0
        case .failed:
            failures += 1
            closedUntil = now + limits.pause
        case .throttled(let seconds):
            failures = 0
            let until = now + (seconds.map { .seconds(min($0, limits.longestRetryAfter)) } ?? limits.pause)
            // Of several answers the one that asks for most counts, in whatever order they come.
            throttledUntil = max(throttledUntil ?? until, until)
        case .abandoned:
            break
        }
    }

    /// Whether forgetting the host would change nothing.
    func isForgettable(at now: Instant) -> Bool {
        underWay == 0 && failures == 0 && throttledUntil.map { now >= $0 } ?? true
    }
}

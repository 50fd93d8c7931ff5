/// How much of us one host gets: a limit on requests under way, and a pause after it failed too often or asked for one.
///
/// A value without a clock; whoever holds it says what time it is.
struct HostGate {
    typealias Instant = ContinuousClock.Instant

    /// Requests under way. Half of them may wait for a connection, see `PinnedClients.connectionsPerHost`.
    static let capacity = 64
    /// Failures in a row that open the circuit.
    static let tolerance = 10
    /// How long the circuit stays open before one request may probe.
    static let pause: Duration = .seconds(10)
    /// The longest pause that a host may ask for, in seconds.
    static let longestRetryAfter = 60

    private var underWay = 0
    private var failures = 0
    private var closedUntil: Instant?
    private var isProbing = false
    private var throttledUntil: Instant?

    /// The right to ask the host once, given back with what came of it.
    struct Pass {
        fileprivate let isProbe: Bool
    }

    enum Outcome {
        case answered
        case failed
        case throttled(retryAfter: Int?)
        /// The caller went away; nothing was learned of the host.
        case abandoned
    }

    mutating func enter(at now: Instant) throws(FetchError) -> Pass {
        if let throttledUntil, now < throttledUntil {
            throw .throttled(retryAfter: Int(((throttledUntil - now) / .seconds(1)).rounded(.up)))
        }
        guard underWay < Self.capacity else { throw .unavailable }
        let isOpen = failures >= Self.tolerance
        if isOpen {
            guard !isProbing, closedUntil.map({ now >= $0 }) ?? true else { throw .unavailable }
            isProbing = true
        }
        underWay += 1
        return Pass(isProbe: isOpen)
    }

    mutating func leave(_ pass: Pass, with outcome: Outcome, at now: Instant) {
        underWay -= 1
        if pass.isProbe { isProbing = false }
        switch outcome {
        case .answered:
            failures = 0
        case .failed:
            failures += 1
            closedUntil = now + Self.pause
        case .throttled(let seconds):
            failures = 0
            throttledUntil = now + (seconds.map { .seconds(min($0, Self.longestRetryAfter)) } ?? Self.pause)
        case .abandoned:
            break
        }
    }

    /// Whether forgetting the host would change nothing.
    func isForgettable(at now: Instant) -> Bool {
        underWay == 0 && failures == 0 && throttledUntil.map { now >= $0 } ?? true
    }
}

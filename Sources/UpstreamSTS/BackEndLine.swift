import OutboundHTTP

/// How much of us one back end gets: calls at one time, a pause after it asked for one or failed too often, and second
/// tries only as long as most first ones succeed.
///
/// A value without a clock, as the gate in it.
struct BackEndLine: Sendable {
    private var gate: HostGate
    /// Pauses that the back end wanted one after the other.
    private var throttles = 0
    /// Pauses so far, which tells the calls that began before the last one from those that began after it.
    private var pauses = 0
    private var quietUntil: HostGate.Instant?
    /// Second tries that are left, in tenths.
    private var budget = Self.fullBudget

    /// Ten second tries, and one more for every ten calls that come to something: an STS that is down gets no more calls
    /// from our trying again than it would without.
    private static let fullBudget = 100
    private static let priceOfRetry = 10

    /// Failures in a row, fewer than close the host to everybody in `OutboundHTTP`, so that this circuit opens first.
    static let tolerance = 5
    /// The longest pause, in seconds, whether we chose it or were told to.
    static let longestPause = 60

    /// How long nothing more is told of a back end that is in trouble.
    private static let quiet: Duration = .seconds(10)

    /// - Parameter capacity: calls at one time.
    init(capacity: Int) {
        var limits = HostGate.Limits()
        limits.capacity = capacity
        limits.tolerance = Self.tolerance
        limits.longestRetryAfter = Self.longestPause
        gate = HostGate(limits: limits)
    }

    /// The right to call once, given back with what came of it.
    struct Pass: Sendable {
        fileprivate let gate: HostGate.Pass
        /// How many pauses there had been when it began.
        fileprivate let pauses: Int
    }

    /// - Throws: why there must be no call now.
    mutating func enter(at now: HostGate.Instant) throws(UpstreamError) -> Pass {
        switch gate.closure(at: now) {
        case nil: break
        case .throttled(let seconds): throw .throttled(retryAfter: seconds, nil)
        case .full: throw .throttled(retryAfter: 1, nil)
        case .broken: throw .circuitOpen
        }
        do { return Pass(gate: try gate.enter(at: now), pauses: pauses) } catch { throw .circuitOpen }
    }

    /// Notes what came of a call.
    ///
    /// Calls that were under way together are throttled together. That is one wish for a pause, and only a call that
    /// began after the pause can say whether it was long enough.
    ///
    /// - Parameter chance: from 0 up to 1, so that replicas do not all come back at the same time.
    /// - Returns: seconds for which there will be no call, when the back end wants none.
    mutating func leave(
        _ pass: Pass, _ error: UpstreamError?, chance: Double, at now: HostGate.Instant
    ) -> Int? {
        switch error {
        case .throttled(let told, _)?:
            if pass.pauses == pauses {
                throttles += 1
                pauses += 1
            }
            let own = 1 << min(max(throttles - 1, 0), 6)
            let seconds = min(max(told, Int((Double(own) * (1 + chance)).rounded(.up))), Self.longestPause)
            gate.leave(pass.gate, with: .throttled(retryAfter: seconds), at: now)
            // The pause that was there may be longer.
            guard case .throttled(let left)? = gate.closure(at: now) else { return seconds }
            return left
        // Who answers what no STS answers, such as a proxy before it, is no more at work than who does not answer.
        case .unavailable?, .unintelligible?, .circuitOpen?: gate.leave(pass.gate, with: .failed, at: now)
        case .tokenNotMinted?, .misconfigured?: gate.leave(pass.gate, with: .abandoned, at: now)
        // It is there, but the call came to nothing and will be tried again, so it pays for nothing.
        case .issuerUnreachable?: gate.leave(pass.gate, with: .answered, at: now)
        case nil, .refused?, .tokenRefused?, .ended?, .notChecked?:
            if pass.pauses == pauses { throttles = 0 }
            budget = min(budget + 1, Self.fullBudget)
            gate.leave(pass.gate, with: .answered, at: now)
        }
        return nil
    }

    /// Whether there may be a second try; it is paid for.
    mutating func takeRetry() -> Bool {
        guard budget >= Self.priceOfRetry else { return false }
        budget -= Self.priceOfRetry
        return true
    }

    /// Whether the operator may hear of it: an outage is one message now and then, and not one for each request.
    mutating func mayTell(at now: HostGate.Instant) -> Bool {
        if let quietUntil, now < quietUntil { return false }
        quietUntil = now + Self.quiet
        return true
    }
}

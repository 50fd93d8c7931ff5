import OutboundHTTP

/// How much of us one back end gets: calls at one time, a pause after it asked for one or failed too often, and second
/// tries only as long as most first ones succeed.
///
/// A value without a clock, as the gate in it.
struct BackEndLine: Sendable {
    private var gate: HostGate
    private var throttles = 0
    private var quietUntil: HostGate.Instant?
    /// Second tries that are left, in tenths.
    private var budget = Self.fullBudget

    /// Ten second tries, and one more for every ten calls that are answered: an STS that is down gets no more calls from
    /// our trying again than it would without.
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

    /// - Throws: why there must be no call now.
    mutating func enter(at now: HostGate.Instant) throws(UpstreamError) -> HostGate.Pass {
        switch gate.closure(at: now) {
        case nil: break
        case .throttled(let seconds): throw .throttled(retryAfter: seconds, nil)
        case .full: throw .throttled(retryAfter: 1, nil)
        case .broken: throw .circuitOpen
        }
        do { return try gate.enter(at: now) } catch { throw .circuitOpen }
    }

    /// Notes what came of a call.
    ///
    /// - Parameter chance: from 0 up to 1, so that replicas do not all come back at the same time.
    /// - Returns: seconds for which there will be no call, when the back end wants none.
    mutating func leave(
        _ pass: HostGate.Pass, _ error: UpstreamError?, chance: Double, at now: HostGate.Instant
    ) -> Int? {
        switch error {
        case .throttled(let told, _)?:
            throttles += 1
            let own = 1 << min(throttles - 1, 6)
            let seconds = min(max(told, Int((Double(own) * (1 + chance)).rounded(.up))), Self.longestPause)
            gate.leave(pass, with: .throttled(retryAfter: seconds), at: now)
            return seconds
        case .unavailable?, .circuitOpen?: gate.leave(pass, with: .failed, at: now)
        case .tokenNotMinted?, .misconfigured?: gate.leave(pass, with: .abandoned, at: now)
        case nil, .refused?, .tokenRefused?, .issuerUnreachable?, .unintelligible?, .ended?, .notChecked?:
            throttles = 0
            budget = min(budget + 1, Self.fullBudget)
            gate.leave(pass, with: .answered, at: now)
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

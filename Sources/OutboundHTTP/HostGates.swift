import Synchronization

/// The gates of all hosts we talk to.
final class HostGates: Sendable {
    /// Whoever registers a host with a wrong authority must not close it to everybody else, so rules are part of the key.
    struct Key: Hashable {
        let host: TargetURL.Host
        let port: Int
        let rules: FetchRules
    }

    private let gates = Mutex<[Key: HostGate]>([:])
    private let capacity: Int

    /// - Parameter capacity: hosts that are remembered at one time.
    init(capacity: Int = 1_024) {
        self.capacity = capacity
    }

    func enter(_ key: Key, at now: HostGate.Instant) throws(FetchError) -> HostGate.Pass {
        try gates.withLock { gates throws(FetchError) in
            if gates[key] == nil, gates.count >= capacity {
                gates = gates.filter { !$0.value.isForgettable(at: now) }
                guard gates.count < capacity else { throw .unavailable }
            }
            return try gates[key, default: HostGate()].enter(at: now)
        }
    }

    func leave(_ key: Key, _ pass: HostGate.Pass, with outcome: HostGate.Outcome, at now: HostGate.Instant) {
        gates.withLock { $0[key]?.leave(pass, with: outcome, at: now) }
    }
}

import Testing

@testable import OutboundHTTP

@Suite struct `The gate of a host` {
    private let start = ContinuousClock.now

    /// A gate after that many failures, all at the start.
    private func gate(failures: Int) throws -> HostGate {
        var gate = HostGate()
        for _ in 0..<failures {
            let pass = try gate.enter(at: start)
            gate.leave(pass, with: .failed, at: start)
        }
        return gate
    }

    @Test func `lets 64 requests pass at one time`() throws {
        var gate = HostGate()
        var passes: [HostGate.Pass] = []
        for _ in 0..<64 { passes.append(try gate.enter(at: start)) }
        #expect(throws: FetchError.unavailable) { try gate.enter(at: start) }
        gate.leave(passes[0], with: .answered, at: start)
        _ = try gate.enter(at: start)
    }

    @Test func `has other limits where it is told so, and says why nobody passes`() throws {
        var limits = HostGate.Limits()
        limits.capacity = 1
        limits.tolerance = 2
        limits.longestRetryAfter = 5
        var gate = HostGate(limits: limits)
        #expect(gate.closure(at: start) == nil)
        var pass = try gate.enter(at: start)
        #expect(gate.closure(at: start) == .full)
        gate.leave(pass, with: .throttled(retryAfter: 60), at: start)
        #expect(gate.closure(at: start) == .throttled(seconds: 5))
        let later = start + .seconds(5)
        for _ in 0..<2 {
            pass = try gate.enter(at: later)
            gate.leave(pass, with: .failed, at: later)
        }
        #expect(gate.closure(at: later) == .broken)
        #expect(gate.closure(at: later + .seconds(10)) == nil)
    }

    @Test func `stays open for nine failures in a row`() throws {
        var gate = try gate(failures: 9)
        let pass = try gate.enter(at: start)
        gate.leave(pass, with: .answered, at: start)
        for _ in 0..<9 {
            let pass = try gate.enter(at: start)
            gate.leave(pass, with: .failed, at: start)
        }
        _ = try gate.enter(at: start)
    }

    @Test func `closes for ten seconds after ten failures in a row`() throws {
        var gate = try gate(failures: 10)
        #expect(throws: FetchError.unavailable) { try gate.enter(at: start) }
        #expect(throws: FetchError.unavailable) { try gate.enter(at: start + .milliseconds(9_999)) }
        _ = try gate.enter(at: start + .seconds(10))
    }

    @Test func `lets one probe through, and stays closed while it is away`() throws {
        var gate = try gate(failures: 10)
        let later = start + .seconds(10)
        _ = try gate.enter(at: later)
        #expect(throws: FetchError.unavailable) { try gate.enter(at: later) }
    }

    @Test func `opens after a probe that was answered`() throws {
        var gate = try gate(failures: 10)
        let later = start + .seconds(10)
        let probe = try gate.enter(at: later)
        gate.leave(probe, with: .answered, at: later)
        _ = try gate.enter(at: later)
        _ = try gate.enter(at: later)
    }

    @Test func `closes again after a probe that failed`() throws {
        var gate = try gate(failures: 10)
        let later = start + .seconds(10)
        let probe = try gate.enter(at: later)
        gate.leave(probe, with: .failed, at: later)
        #expect(throws: FetchError.unavailable) { try gate.enter(at: later + .seconds(9)) }
        _ = try gate.enter(at: later + .seconds(10))
    }

    @Test func `lets another probe through when one was abandoned`() throws {
        var gate = try gate(failures: 10)
        let later = start + .seconds(10)
        let probe = try gate.enter(at: later)
        gate.leave(probe, with: .abandoned, at: later)
        _ = try gate.enter(at: later)
    }

    @Test func `does not let a second probe through when an old request comes back`() throws {
        var gate = HostGate()
        let old = try gate.enter(at: start)
        for _ in 0..<10 {
            let pass = try gate.enter(at: start)
            gate.leave(pass, with: .failed, at: start)
        }
        let later = start + .seconds(10)
        _ = try gate.enter(at: later)
        gate.leave(old, with: .abandoned, at: later)
        #expect(throws: FetchError.unavailable) { try gate.enter(at: later) }
    }

    @Test(arguments: [(7, 7), (60, 60), (86_400, 60)])
    func `waits as long as the host asked, at most a minute`(asked: Int, waited: Int) throws {
        var gate = HostGate()
        let pass = try gate.enter(at: start)
        gate.leave(pass, with: .throttled(retryAfter: asked), at: start)
        #expect(throws: FetchError.throttled(retryAfter: 1)) {
            try gate.enter(at: start + .seconds(waited) - .milliseconds(1))
        }
        _ = try gate.enter(at: start + .seconds(waited))
    }

    @Test func `says how much of the wait is left`() throws {
        var gate = HostGate()
        let pass = try gate.enter(at: start)
        gate.leave(pass, with: .throttled(retryAfter: 30), at: start)
        #expect(throws: FetchError.throttled(retryAfter: 20)) { try gate.enter(at: start + .seconds(10)) }
    }

    @Test func `waits no shorter because another answer asks for less`() throws {
        var gate = HostGate()
        let (first, second) = (try gate.enter(at: start), try gate.enter(at: start))
        gate.leave(first, with: .throttled(retryAfter: 30), at: start)
        gate.leave(second, with: .throttled(retryAfter: 1), at: start)
        #expect(gate.closure(at: start) == .throttled(seconds: 30))
    }

    @Test func `waits ten seconds when the host named no time`() throws {
        var gate = HostGate()
        let pass = try gate.enter(at: start)
        gate.leave(pass, with: .throttled(retryAfter: nil), at: start)
        #expect(throws: FetchError.throttled(retryAfter: 1)) { try gate.enter(at: start + .milliseconds(9_500)) }
        _ = try gate.enter(at: start + .seconds(10))
    }
}

@Suite struct `The gates of all hosts` {
    private let start = ContinuousClock.now

    private func key(_ name: String, rules: FetchRules = FetchRules()) -> HostGates.Key {
        HostGates.Key(host: .name(name), port: 443, rules: rules)
    }

    @Test func `keep one host's trouble from the others`() throws {
        let gates = HostGates()
        for _ in 0..<10 {
            gates.leave(key("a.example"), try gates.enter(key("a.example"), at: start), with: .failed, at: start)
        }
        #expect(throws: FetchError.unavailable) { try gates.enter(key("a.example"), at: start) }
        _ = try gates.enter(key("b.example"), at: start)
    }

    @Test func `keep the trouble of wrong rules from the same host under right ones`() throws {
        let gates = HostGates()
        var wrong = FetchRules()
        wrong.certificateAuthority = "somebody else's"
        for _ in 0..<10 {
            let wrongKey = key("a.example", rules: wrong)
            gates.leave(wrongKey, try gates.enter(wrongKey, at: start), with: .failed, at: start)
        }
        _ = try gates.enter(key("a.example"), at: start)
    }

    @Test func `forget hosts without trouble when they grow too many`() throws {
        let gates = HostGates(capacity: 2)
        for name in ["a.example", "b.example", "c.example"] {
            gates.leave(key(name), try gates.enter(key(name), at: start), with: .answered, at: start)
        }
        _ = try gates.enter(key("d.example"), at: start)
    }

    @Test func `refuse a new host while every place is taken`() throws {
        let gates = HostGates(capacity: 2)
        _ = try gates.enter(key("a.example"), at: start)
        gates.leave(key("b.example"), try gates.enter(key("b.example"), at: start), with: .failed, at: start)
        #expect(throws: FetchError.unavailable) { try gates.enter(key("c.example"), at: start) }
        _ = try gates.enter(key("b.example"), at: start)
    }
}

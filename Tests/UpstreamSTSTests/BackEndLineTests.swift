import OutboundHTTP
import Testing

@testable import UpstreamSTS

@Suite struct `The line to a back end` {
    private let start = ContinuousClock.now
    static let words = UpstreamWords(status: 400, code: "Throttling", message: "")

    private func pass(_ line: inout BackEndLine, _ error: UpstreamError?, at now: HostGate.Instant) throws -> Int? {
        let pass = try line.enter(at: now)
        return line.leave(pass, error, chance: 0, at: now)
    }

    @Test func `lets so many calls through at one time and no more`() throws {
        var line = BackEndLine(capacity: 2)
        let first = try line.enter(at: start)
        _ = try line.enter(at: start)
        #expect(throws: UpstreamError.throttled(retryAfter: 1, nil)) { try line.enter(at: start) }
        _ = line.leave(first, nil, chance: 0, at: start)
        _ = try line.enter(at: start)
    }

    @Test func `is closed for longer each time that the back end wants fewer calls`() throws {
        var line = BackEndLine(capacity: 8)
        var now = start
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            #expect(try pass(&line, .throttled(retryAfter: 0, Self.words), at: now) == seconds)
            #expect(throws: UpstreamError.self) { try line.enter(at: now + .seconds(seconds) - .milliseconds(1)) }
            now += .seconds(seconds)
        }
        #expect(try pass(&line, nil, at: now) == nil)
        #expect(try pass(&line, .throttled(retryAfter: 0, Self.words), at: now) == 1)
    }

    @Test func `takes the answers to calls that were under way together for one wish`() throws {
        var line = BackEndLine(capacity: 32)
        var now = start
        for seconds in [1, 2, 4] {
            let passes = try (0..<32).map { _ in try line.enter(at: now) }
            for pass in passes {
                let pause = line.leave(pass, .throttled(retryAfter: 0, Self.words), chance: 0, at: now)
                #expect(pause == seconds)
            }
            now += .seconds(seconds)
        }
    }

    @Test func `is closed until the latest time that any answer asked for`() throws {
        var line = BackEndLine(capacity: 8)
        let passes = try (0..<3).map { _ in try line.enter(at: start) }
        let seconds = [30, 9, 0].enumerated().map { index, told in
            line.leave(passes[index], .throttled(retryAfter: told, Self.words), chance: 0, at: start + .seconds(index))
        }
        #expect(seconds == [30, 29, 28])
        #expect(throws: UpstreamError.throttled(retryAfter: 1, nil)) { try line.enter(at: start + .seconds(29)) }
        _ = try line.enter(at: start + .seconds(30))
    }

    @Test func `does not forget its pauses for an answer to a call from before them`() throws {
        var line = BackEndLine(capacity: 8)
        let early = try line.enter(at: start)
        #expect(try pass(&line, .throttled(retryAfter: 0, Self.words), at: start) == 1)
        _ = line.leave(early, nil, chance: 0, at: start)
        #expect(try pass(&line, .throttled(retryAfter: 0, Self.words), at: start + .seconds(1)) == 2)
    }

    @Test func `is closed for as long as it is told, a minute at most`() throws {
        var line = BackEndLine(capacity: 8)
        #expect(try pass(&line, .throttled(retryAfter: 9, Self.words), at: start) == 9)
        #expect(throws: UpstreamError.throttled(retryAfter: 9, nil)) { try line.enter(at: start) }
        #expect(try pass(&line, .throttled(retryAfter: 9_000, Self.words), at: start + .seconds(9)) == 60)
    }

    @Test func `spreads by chance when it opens again`() throws {
        var line = BackEndLine(capacity: 8)
        let pass = try line.enter(at: start)
        let seconds = line.leave(pass, .throttled(retryAfter: 0, Self.words), chance: 0.9, at: start)
        #expect(seconds == 2)
    }

    @Test(arguments: [UpstreamError.unavailable(nil), .unintelligible("HTML")])
    func `breaks after five failures in a row, and one probe mends it`(failure: UpstreamError) throws {
        var line = BackEndLine(capacity: 8)
        for _ in 0..<5 { _ = try pass(&line, failure, at: start) }
        #expect(throws: UpstreamError.circuitOpen) { try line.enter(at: start + .milliseconds(9_999)) }
        let later = start + .seconds(10)
        let probe = try line.enter(at: later)
        #expect(throws: UpstreamError.circuitOpen) { try line.enter(at: later) }
        _ = line.leave(probe, nil, chance: 0, at: later)
        _ = try line.enter(at: later)
    }

    @Test func `is not broken by refusals`() throws {
        var line = BackEndLine(capacity: 8)
        for _ in 0..<20 { _ = try pass(&line, .refused(Self.words), at: start) }
        _ = try line.enter(at: start)
    }

    @Test func `pays for ten second tries, and for one more with every ten answers`() throws {
        var line = BackEndLine(capacity: 8)
        func tries(_ count: Int) -> [Bool] { (0..<count).map { _ in line.takeRetry() } }
        #expect(tries(11) == Array(repeating: true, count: 10) + [false])
        for _ in 0..<9 { _ = try pass(&line, nil, at: start) }
        #expect(tries(1) == [false])
        _ = try pass(&line, nil, at: start)
        #expect(tries(2) == [true, false])
    }

    static let comingToNothing: [UpstreamError] = [
        .unintelligible("HTML"), .issuerUnreachable(words), .unavailable(nil),
    ]

    @Test(arguments: comingToNothing)
    func `is paid no second tries by calls that come to nothing`(failure: UpstreamError) throws {
        var line = BackEndLine(capacity: 8)
        while line.takeRetry() {}
        // Far from one another, so that the circuit lets each of them through.
        for number in 0..<20 { _ = try pass(&line, failure, at: start + .seconds(20 * number)) }
        let mayTry = line.takeRetry()
        #expect(!mayTry)
    }

    @Test(arguments: comingToNothing)
    func `does not forget its pauses for calls that come to nothing`(failure: UpstreamError) throws {
        var line = BackEndLine(capacity: 8)
        #expect(try pass(&line, .throttled(retryAfter: 0, Self.words), at: start) == 1)
        _ = try pass(&line, failure, at: start + .seconds(1))
        #expect(try pass(&line, .throttled(retryAfter: 0, Self.words), at: start + .seconds(1)) == 2)
    }

    @Test func `is not broken by keys that it cannot fetch`() throws {
        var line = BackEndLine(capacity: 8)
        for _ in 0..<20 { _ = try pass(&line, .issuerUnreachable(Self.words), at: start) }
        _ = try line.enter(at: start)
    }

    @Test func `is spoken of every ten seconds at most`() {
        var line = BackEndLine(capacity: 8)
        let told = [0, 1, 9, 10, 15, 20].map { line.mayTell(at: start + .seconds($0)) }
        #expect(told == [true, false, false, true, false, true])
    }
}

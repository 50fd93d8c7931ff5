import Synchronization
import Testing

@testable import HTTPAPI

/// A clock that a test moves.
private final class Hands: Sendable {
    private let time = Mutex<Int64>(0)
    var now: @Sendable () -> Int64 { { self.time.withLock { $0 } } }

    func move(milliseconds: Int64) { time.withLock { $0 += milliseconds * 1_000_000 } }
}

@Suite struct `A token bucket` {
    private let hands = Hands()

    private func buckets(_ perSecond: Int, burst: Int, capacity: Int = 1_024) throws -> TokenBuckets<String> {
        TokenBuckets(
            try #require(RateLimit(perSecond: perSecond, burst: burst)), capacity: capacity, shards: 1, now: hands.now)
    }

    private func taken(_ count: Int, from buckets: TokenBuckets<String>, for key: String = "a") -> Int {
        (0..<count).count { _ in buckets.take(for: key) == nil }
    }

    @Test func `gives as many at once as it holds, and then as they come in`() throws {
        let buckets = try buckets(10, burst: 5)
        #expect(taken(20, from: buckets) == 5)
        hands.move(milliseconds: 100)
        #expect(taken(20, from: buckets) == 1)
        hands.move(milliseconds: 350)
        #expect(taken(20, from: buckets) == 3)
    }

    @Test func `tells how long to wait without taking anything`() throws {
        let buckets = try buckets(1, burst: 2)
        for _ in 0..<5 { #expect(buckets.wait(for: "a") == nil) }
        #expect(taken(5, from: buckets) == 2)
        #expect(buckets.wait(for: "a") == 1)
        #expect(buckets.wait(for: "b") == nil)
    }

    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7:41000", true), ("203.0.113.7", "::ffff:203.0.113.7", true),
        ("203.0.113.7", "203.0.113.8", false), ("2001:db8:1:2:3:4:5:6", "[2001:db8:1:2::9]:443", true),
        ("2001:db8:1:2::9", "2001:db8:1:3::9", false), ("unknown", "_hidden", false),
    ])
    func `is one for an address, and for a whole network of version 6`(_ one: String, _ other: String, _ same: Bool) {
        #expect((WireRequest.limited(one) == WireRequest.limited(other)) == same)
    }

    @Test func `never holds more than its burst, however long nobody came`() throws {
        let buckets = try buckets(10, burst: 5)
        hands.move(milliseconds: 3_600_000)
        #expect(taken(20, from: buckets) == 5)
    }

    @Test func `says after how many seconds to come back`() throws {
        let buckets = try buckets(1, burst: 1)
        #expect(buckets.take(for: "a") == nil)
        #expect(buckets.take(for: "a") == 1)
        let slow = TokenBuckets<String>(try #require(RateLimit(perSecond: 1, burst: 3)), shards: 1, now: hands.now)
        #expect(taken(3, from: slow) == 3)
        hands.move(milliseconds: 500)
        #expect(slow.take(for: "a") == 1)
        hands.move(milliseconds: 500)
        #expect(slow.take(for: "a") == nil)
    }

    @Test func `is one for each key`() throws {
        let buckets = try buckets(1, burst: 1)
        #expect(buckets.take(for: "a") == nil)
        #expect(buckets.take(for: "b") == nil)
        #expect(buckets.take(for: "a") != nil)
    }

    @Test func `is forgotten when it is full again and room is needed`() throws {
        let buckets = try buckets(1, burst: 1, capacity: 3)
        for key in ["a", "b", "c"] { #expect(buckets.take(for: key) == nil) }
        hands.move(milliseconds: 1_000)
        for key in ["d", "e"] { #expect(buckets.take(for: key) == nil) }
        #expect(buckets.count == 2)
    }

    @Test func `is shared by those for whom there is no room`() throws {
        let buckets = try buckets(1, burst: 1, capacity: 2)
        for key in ["a", "b"] { #expect(buckets.take(for: key) == nil) }
        #expect(buckets.take(for: "c") == nil)
        #expect(buckets.take(for: "d") != nil)
        #expect(buckets.count == 2)
    }

    @Test func `gives each token once, however many take at the same time`() async throws {
        let buckets = try buckets(1, burst: 1_000)
        let given = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { (0..<500).count { _ in buckets.take(for: "a") == nil } } }
            return await group.reduce(0, +)
        }
        #expect(given == 1_000)
    }

    @Test(arguments: [(0, 1), (1, 0), (1_000_001, 1), (1, 1_000_001), (-1, 5)])
    func `has limits within reason`(perSecond: Int, burst: Int) {
        #expect(RateLimit(perSecond: perSecond, burst: burst) == nil)
    }
}

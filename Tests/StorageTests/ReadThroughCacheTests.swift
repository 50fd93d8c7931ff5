import Synchronization
import Testing

@testable import Storage

/// A source that counts, under a clock that tests move.
private final class Source: Sendable {
    private struct State {
        var now = ContinuousClock.now
        var reads = 0
        var answer: Result<String?, StorageError> = .success("first")
    }

    private let state = Mutex(State())

    var reads: Int { state.withLock { $0.reads } }

    func answer(_ answer: Result<String?, StorageError>) { state.withLock { $0.answer = answer } }
    func pass(_ time: Duration) { state.withLock { $0.now += time } }

    func cache(capacity: Int = 10) -> ReadThroughCache<Int, String> {
        ReadThroughCache(lifetime: .seconds(1), capacity: capacity, now: { self.state.withLock { $0.now } }) {
            _ throws(StorageError) in
            try self.state.withLock { state in
                state.reads += 1
                return state.answer
            }.get()
        }
    }
}

@Suite struct `A read-through cache` {
    @Test func `reads once while the value is fresh, and anew after a second`() async throws {
        let source = Source()
        let cache = source.cache()
        #expect(try await cache.value(for: 1) == "first")
        source.answer(.success("second"))
        source.pass(.milliseconds(999))
        #expect(try await cache.value(for: 1) == "first")
        source.pass(.milliseconds(1))
        #expect(try await cache.value(for: 1) == "second")
        #expect(source.reads == 2)
    }

    @Test func `remembers that there is nothing`() async throws {
        let source = Source()
        let cache = source.cache()
        source.answer(.success(nil))
        #expect(try await cache.value(for: 1) == nil)
        #expect(try await cache.value(for: 1) == nil)
        #expect(source.reads == 1)
    }

    @Test func `forgets failures`() async throws {
        let source = Source()
        let cache = source.cache()
        source.answer(.failure(.contended))
        await #expect(throws: StorageError.contended) { try await cache.value(for: 1) }
        source.answer(.success("first"))
        #expect(try await cache.value(for: 1) == "first")
    }

    @Test func `lets simultaneous readers share one read`() async throws {
        let source = Source()
        let cache = source.cache()
        try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<100 { group.addTask { try await cache.value(for: 1) } }
            for try await value in group { #expect(value == "first") }
        }
        #expect(source.reads == 1)
    }

    @Test func `holds no more than it may`() async throws {
        let source = Source()
        let cache = source.cache(capacity: 3)
        for key in 0..<10 { _ = try await cache.value(for: key) }
        #expect(cache.count <= 3)
    }

    @Test func `reads anew what it was told to forget`() async throws {
        let source = Source()
        let cache = source.cache()
        _ = try await cache.value(for: 1)
        cache.forget(1)
        source.answer(.success("second"))
        #expect(try await cache.value(for: 1) == "second")
    }

    @Test func `keeps nothing of a read that began before it was told to forget`() async throws {
        let gates = [Gate(), Gate()]
        let answers = ["old", "new"]
        let begun = Mutex(0)
        let start = ContinuousClock.now
        let cache = ReadThroughCache<Int, String>(now: { start }) { _ throws(StorageError) in
            let number = begun.withLock { begun in
                defer { begun += 1 }
                return begun
            }
            guard number < 2 else { return "read anew" }
            await gates[number].wait()
            return answers[number]
        }
        async let early = cache.value(for: 1)
        while begun.withLock({ $0 }) < 1 { await Task.yield() }
        cache.forget(1)
        async let late = cache.value(for: 1)
        while begun.withLock({ $0 }) < 2 { await Task.yield() }
        gates[0].open()
        #expect(try await early == "old")
        gates[1].open()
        #expect(try await late == "new")
        #expect(try await cache.value(for: 1) == "new")
    }
}

/// Holds whoever waits until it is opened.
private final class Gate: Sendable {
    private let (stream, continuation) = AsyncStream<Void>.makeStream()

    func open() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}

import Synchronization

/// Values read from the database, kept for a stated time and never longer: what another replica changes is seen here
/// after at most `lifetime`. Bounded; concurrent readers of one key share one read.
package final class ReadThroughCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    package typealias Load = @Sendable (Key) async throws(StorageError) -> Value?

    private struct Entry {
        var value: Value?
        var readAt: ContinuousClock.Instant
    }

    private struct Read {
        let number: UInt64
        let task: Task<Result<Value?, StorageError>, Never>
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var reads: [Key: Read] = [:]
        var readsBegun: UInt64 = 0

        /// Drops what has expired, or everything when all of it is fresh: reading again is cheap, ranking is not.
        mutating func makeRoom(_ now: ContinuousClock.Instant, _ lifetime: Duration) {
            let before = entries.count
            entries = entries.filter { now - $0.value.readAt < lifetime }
            if entries.count == before { entries.removeAll(keepingCapacity: true) }
        }
    }

    private let state = Mutex(State())
    private let lifetime: Duration
    private let capacity: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let load: Load

    package init(
        lifetime: Duration = .seconds(1), capacity: Int = 10_000,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }, load: @escaping Load
    ) {
        self.lifetime = lifetime
        self.capacity = capacity
        self.now = now
        self.load = load
    }

    /// The value under that key, at most `lifetime` old; nil when the database has none.
    package func value(for key: Key) async throws(StorageError) -> Value? {
        let asked = now()
        if let entry = state.withLock({ $0.entries[key] }), asked - entry.readAt < lifetime { return entry.value }
        return try await read(key).value.get()
    }

    var count: Int { state.withLock { $0.entries.count } }

    /// Forgets what this replica itself has just changed.
    package func forget(_ key: Key) {
        state.withLock {
            $0.entries[key] = nil
            $0.reads[key] = nil
        }
    }

    /// Forgets everything, when what has changed may show in any of it.
    package func forgetAll() {
        state.withLock {
            $0.entries.removeAll(keepingCapacity: true)
            $0.reads.removeAll()
        }
    }

    /// The read under way, or a new one. It is a task of its own because its callers come and go: one that leaves must
    /// not cancel the rest. The database's deadline bounds it.
    private func read(_ key: Key) -> Task<Result<Value?, StorageError>, Never> {
        state.withLock { state in
            if let underWay = state.reads[key] { return underWay.task }
            state.readsBegun += 1
            let number = state.readsBegun
            let task = Task { [self] in await readNow(key, number) }
            state.reads[key] = Read(number: number, task: task)
            return task
        }
    }

    private func readNow(_ key: Key, _ number: UInt64) async -> Result<Value?, StorageError> {
        // The age counts from before the read: the row may change while it travels.
        let started = now()
        let result: Result<Value?, StorageError>
        do {
            result = .success(try await load(key))
        } catch {
            result = .failure(error)
        }
        state.withLock { state in
            // Forgotten meanwhile, and perhaps read anew: whoever waits gets the answer, but it is not kept.
            guard state.reads[key]?.number == number else { return }
            state.reads[key] = nil
            guard case .success(let value) = result else { return }
            if state.entries.count >= capacity, state.entries[key] == nil { state.makeRoom(started, lifetime) }
            state.entries[key] = Entry(value: value, readAt: started)
        }
        return result
    }
}

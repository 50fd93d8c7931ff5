import Synchronization

/// One token bucket for each of many keys.
///
/// A bucket is one number: the moment at which it will be full again. Taking a token moves that moment on, with one atomic
/// exchange; buckets that are full anyway are forgotten to make room. Keys are spread over shards, so that requests hardly
/// ever meet at a lock, and hold it for a look-up only.
///
/// - Source: the virtual-scheduling form of the generic cell rate algorithm, ITU-T I.371.
package final class TokenBuckets<Key: Hashable & Sendable>: Sendable {
    private final class Bucket: Sendable {
        /// Nanoseconds on the clock of the process.
        let fullAt = Atomic<Int64>(0)
    }

    private let limit: RateLimit
    private let shards: [ShardBox]
    private let capacityPerShard: Int
    private let now: @Sendable () -> Int64

    /// A mutex cannot stand in an array itself.
    private final class ShardBox: Sendable {
        let buckets = Mutex<[Key: Bucket]>([:])
        /// For keys that find no place.
        let overflow = Bucket()
    }

    /// - Parameters:
    ///   - capacity: how many keys are kept apart. When all of them are busy, further ones share one bucket.
    ///   - now: nanoseconds on a clock that never goes back.
    package init(
        _ limit: RateLimit, capacity: Int = 65_536, shards count: Int = 64,
        now: @escaping @Sendable () -> Int64 = MonotonicClock.nanoseconds
    ) {
        self.limit = limit
        shards = (0..<count).map { _ in ShardBox() }
        capacityPerShard = max(1, capacity / count)
        self.now = now
    }

    /// Takes a token.
    ///
    /// - Returns: nil; when there is none, the seconds after which there will be one, at least 1.
    package func take(for key: Key) -> Int64? {
        let time = now()
        let bucket = bucket(for: key, at: time)
        var fullAt = bucket.fullAt.load(ordering: .relaxed)
        while true {
            let next = max(fullAt, time) + limit.cost
            guard next - time <= limit.capacity else {
                return max(1, (next - time - limit.capacity + 999_999_999) / 1_000_000_000)
            }
            let (exchanged, original) = bucket.fullAt.compareExchange(
                expected: fullAt, desired: next, ordering: .relaxed)
            if exchanged { return nil }
            fullAt = original
        }
    }

    /// As `take`, but takes nothing.
    package func wait(for key: Key) -> Int64? {
        let time = now()
        let next = max(bucket(for: key, at: time).fullAt.load(ordering: .relaxed), time) + limit.cost
        guard next - time > limit.capacity else { return nil }
        return max(1, (next - time - limit.capacity + 999_999_999) / 1_000_000_000)
    }

    var count: Int { shards.reduce(0) { $0 + $1.buckets.withLock(\.count) } }

    private func bucket(for key: Key, at time: Int64) -> Bucket {
        let shard = shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))]
        return shard.buckets.withLock { buckets in
            if let bucket = buckets[key] { return bucket }
            if buckets.count >= capacityPerShard {
                buckets = buckets.filter { $0.value.fullAt.load(ordering: .relaxed) > time }
            }
            guard buckets.count < capacityPerShard else { return shard.overflow }
            let bucket = Bucket()
            buckets[key] = bucket
            return bucket
        }
    }
}

/// A clock that starts with the process and never goes back.
package enum MonotonicClock {
    private static let start = ContinuousClock.now

    package static let nanoseconds: @Sendable () -> Int64 = {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

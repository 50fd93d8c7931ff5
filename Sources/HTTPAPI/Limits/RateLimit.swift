/// How often something may happen: so many times at once, and then so many times a second.
package struct RateLimit: Sendable, Equatable {
    package let perSecond: Int
    package let burst: Int

    /// Nil unless both are from 1 to a million.
    package init?(perSecond: Int, burst: Int) {
        guard (1...1_000_000).contains(perSecond), (1...1_000_000).contains(burst) else { return nil }
        self.perSecond = perSecond
        self.burst = burst
    }

    /// Nanoseconds that one takes.
    var cost: Int64 { 1_000_000_000 / Int64(perSecond) }
    /// Nanoseconds that can be saved up.
    var capacity: Int64 { cost * Int64(burst) }
}

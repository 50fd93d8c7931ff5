import Foundation

/// Time and chance, as arguments.
package struct UpstreamClock: Sendable {
    /// For what must not jump.
    var now: @Sendable () -> ContinuousClock.Instant
    /// For what is told in times of day.
    var date: @Sendable () -> Date
    var pause: @Sendable (Duration) async -> Void
    /// From 0 up to 1.
    var chance: @Sendable () -> Double

    package static let system = UpstreamClock(
        now: { .now }, date: { Date() }, pause: { try? await Task.sleep(for: $0) },
        chance: { Double.random(in: 0..<1) })
}

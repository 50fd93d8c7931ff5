import Foundation
import Synchronization

/// The clock of the played providers: the real one, set off by what a developer asks for.
package final class DevClock: Sendable {
    private let offset = Mutex<Int64>(0)
    private let real: @Sendable () -> Date

    package init(real: @escaping @Sendable () -> Date = { Date() }) {
        self.real = real
    }

    /// Seconds since 1970.
    var now: Int64 { Int64(real().timeIntervalSince1970) + offset.withLock { $0 } }

    /// - Parameter seconds: how far ahead of the real time, or behind it.
    package func set(offset seconds: Int64) {
        offset.withLock { $0 = seconds }
    }
}

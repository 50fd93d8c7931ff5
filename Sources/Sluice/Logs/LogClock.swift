import Foundation
import Synchronization

/// Spells the time of log lines: UTC, to the millisecond. The second is spelled once and kept while it lasts.
final class LogClock: Sendable {
    static let shared = LogClock()

    private let last = Mutex((second: Int64.min, text: ""))
    private static let style = Date.ISO8601FormatStyle()

    func text(at date: Date) -> String {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1_000).rounded(.down))
        let (second, fraction) = (milliseconds / 1_000, milliseconds % 1_000)
        let spelled = last.withLock { last in
            if last.second != second {
                last = (second, String(Date(timeIntervalSince1970: Double(second)).formatted(Self.style).dropLast()))
            }
            return last.text
        }
        let padding = fraction < 10 ? "00" : fraction < 100 ? "0" : ""
        return "\(spelled).\(padding)\(fraction)Z"
    }
}

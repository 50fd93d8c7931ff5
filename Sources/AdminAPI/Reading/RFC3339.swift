import Foundation

/// Times as the admin API writes and reads them.
///
/// - Source: RFC 3339 §5.6.
package enum RFC3339 {
    /// In UTC, to the millisecond: `2026-11-28T06:00:00.123Z`.
    package static func text(_ date: Date) -> String { date.formatted(withFraction) }

    package static func date(_ text: String) -> Date? {
        guard text.utf8.count <= 40, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        return (try? Date(text, strategy: withFraction)) ?? (try? Date(text, strategy: .iso8601))
    }

    private static let withFraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

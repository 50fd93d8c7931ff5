import struct Foundation.Date

/// A day as partitions are cut: from midnight to midnight in UTC.
package struct UTCDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1 January 1970.
    package let number: Int32

    package init(number: Int32) {
        self.number = number
    }

    /// The day of a time in microseconds since 1970.
    package init(microseconds: Int64) {
        let day: Int64 = 86_400_000_000
        number = Int32(clamping: microseconds >= 0 ? microseconds / day : -((-microseconds + day - 1) / day))
    }

    /// Nil unless the text is a day such as `2026-11-28`.
    package init?(_ text: String) {
        guard let date = try? Date(text, strategy: .iso8601.year().month().day()) else { return nil }
        number = Int32((date.timeIntervalSince1970 / 86_400).rounded())
        guard description == text else { return nil }
    }

    package static var today: UTCDay { UTCDay(microseconds: Date().microseconds) }

    package func adding(_ days: Int32) -> UTCDay { UTCDay(number: number &+ days) }

    package static func < (left: UTCDay, right: UTCDay) -> Bool { left.number < right.number }

    /// `2026-11-28`.
    package var description: String {
        Date(timeIntervalSince1970: Double(number) * 86_400).formatted(.iso8601.year().month().day())
    }
}

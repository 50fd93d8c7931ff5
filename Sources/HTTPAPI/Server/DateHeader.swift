import SigV4
import Synchronization

/// The value of the `Date` header, spelled once a second.
final class DateHeader: Sendable {
    private let last = Mutex((second: Int64.min, text: ""))

    /// - Parameter second: since 1970.
    func text(at second: Int64) -> String {
        last.withLock { last in
            if last.second != second { last = (second, Self.spell(second)) }
            return last.text
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// - Source: RFC 9110 §5.6.7.
    static func spell(_ second: Int64) -> String {
        let digits = SigningTime(secondsSinceEpoch: second).basic
        func part(_ offset: Int, _ length: Int) -> Substring { digits.dropFirst(offset).prefix(length) }
        let month = (Int(part(4, 2)) ?? 1) - 1
        // The first of January 1970 was a Thursday.
        let weekday = weekdays[Int(second / 86_400) % 7]
        return "\(weekday), \(part(6, 2)) \(months[month]) \(part(0, 4)) "
            + "\(part(9, 2)):\(part(11, 2)):\(part(13, 2)) GMT"
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

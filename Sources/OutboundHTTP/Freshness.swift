import Foundation
import NIOHTTP1

/// How long an answer may be kept, as its headers say.
///
/// - Source: RFC 9111 §4.2.1, §5.2.2 and §5.3.
struct Freshness: Equatable {
    /// Seconds left. Nil when nothing usable was said.
    var maxAge: Int?
    var noStore = false

    init(_ headers: HTTPHeaders) {
        let directives = headers[canonicalForm: "cache-control"].map { $0.lowercased() }
        noStore = directives.contains("no-store")
        guard !noStore, !directives.contains("no-cache") else { return }
        let stated = directives.isEmpty ? Self.untilExpires(headers) : Self.maxAge(in: directives)
        let age = headers.first(name: "age").flatMap { Self.seconds($0[...]) } ?? 0
        maxAge = stated.map { max(0, $0 - age) }
    }

    /// Seconds that a 429 asks us to wait.
    static func retryAfter(in headers: HTTPHeaders) -> Int? {
        guard let value = headers.first(name: "retry-after") else { return nil }
        if let seconds = seconds(value[...]) { return seconds }
        return interval(from: headers.first(name: "date"), to: value)
    }

    /// What the server's clock showed.
    static func serverDate(in headers: HTTPHeaders) -> Date? {
        headers.first(name: "date").flatMap { try? date.parse($0) }
    }

    private static func maxAge(in directives: [String]) -> Int? {
        for directive in directives where directive.hasPrefix("max-age=") {
            // What cannot be read counts as stale.
            return seconds(directive.dropFirst("max-age=".count).drop { $0 == "\"" }.prefix { $0 != "\"" }) ?? 0
        }
        return nil
    }

    private static func untilExpires(_ headers: HTTPHeaders) -> Int? {
        guard let expires = headers.first(name: "expires") else { return nil }
        return interval(from: headers.first(name: "date"), to: expires) ?? 0
    }

    /// Both times are the server's, so that our clock does not come into it.
    private static func interval(from start: String?, to end: String) -> Int? {
        guard let start, let from = try? date.parse(start), let to = try? date.parse(end) else { return nil }
        return max(0, Int(to.timeIntervalSince(from)))
    }

    /// - Source: RFC 9110 §5.6.7, the preferred form.
    private static let date = Date.ParseStrategy(
        format: """
            \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) GMT
            """,
        locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt)

    /// A number too large to read means "very long".
    private static func seconds(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return min(Int(text) ?? .max, 2_147_483_648)
    }
}

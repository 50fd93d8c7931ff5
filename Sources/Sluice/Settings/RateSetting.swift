import HTTPAPI

/// How a rate limit is written: `off`, `100` or `100/300`. Without a burst it is two seconds' worth.
struct RateSetting: Sendable {
    let limit: RateLimit?

    static let form = "off, a number of requests a second such as 100, or that with a burst such as 100/300"

    init?(_ text: String) {
        guard text != "off" else {
            limit = nil
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = parts.first, let perSecond = first, parts.count <= 2, (1...1_000_000).contains(perSecond)
        else { return nil }
        let burst = parts.count == 2 ? parts[1] : min(perSecond * 2, 1_000_000)
        guard let burst, let limit = RateLimit(perSecond: perSecond, burst: burst) else { return nil }
        self.limit = limit
    }

    static func text(_ limit: RateLimit?) -> String { limit.map { "\($0.perSecond)/\($0.burst)" } ?? "off" }
}

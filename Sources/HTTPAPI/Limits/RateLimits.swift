import HTTPTypes
import IAMPolicy
import NIOCore

/// What protects against calls that anybody can make, at the door: a limit for each address. Public operations count, and
/// so do signatures and keys that are refused (`STSError.mayBeGuess`); whoever signs well is never limited. The limit for
/// each pool is asked further in, where the pool of an identity is known.
package struct RateLimits: Sendable {
    private let addresses: TokenBuckets<String>?
    /// How many proxies of ours a request comes through; each adds the address that it saw to `X-Forwarded-For`.
    let proxyHops: Int

    /// - Parameter address: nil for no limit.
    package init(address: RateLimit?, proxyHops: Int) {
        addresses = address.map { TokenBuckets($0) }
        self.proxyHops = proxyHops
    }

    package static let none = RateLimits(address: nil, proxyHops: 0)

    /// Counts a call that needs no signature.
    ///
    /// - Returns: the seconds after which it may come again; nil when it may be answered now.
    package func take(_ request: WireRequest) -> Int64? {
        guard let addresses, let address = request.clientAddress(proxyHops) else { return nil }
        return addresses.take(for: address)
    }

    /// Asks whether a signature from there is to be judged at all.
    ///
    /// - Returns: as of `take`.
    package func wait(_ request: WireRequest) -> Int64? {
        guard let addresses, let address = request.clientAddress(proxyHops) else { return nil }
        return addresses.wait(for: address)
    }
}

extension WireError {
    /// - Parameters:
    ///   - seconds: after which the same request may come again.
    ///   - cause: when it is not the client's own rate.
    static func tooManyRequests(retryAfter seconds: Int64, cause: String? = nil) -> WireError {
        WireError("TooManyRequestsException", "Rate exceeded", cause: cause, retryAfter: seconds)
    }
}

extension WireRequest {
    /// Whose limit a request counts against: an IPv4 address, or the network of an IPv6 address, since a host has a whole
    /// /64 to choose its addresses from (RFC 4291 §2.5.4).
    func clientAddress(_ hops: Int) -> String? { sender(hops).map(Self.limited) }

    /// The address itself, as text and without a port; nil when nobody knows it.
    func senderAddress(_ hops: Int) -> String? { sender(hops).map { String(Self.withoutPort($0).prefix(64)) } }

    static func limited(_ sender: String) -> String {
        let text = withoutPort(sender)
        guard let address = IPAddress(text.utf8, admitsDotted: true)?.unmapped else { return String(text) }
        return address.width == 128 ? "\(String(address.bits >> 64, radix: 16))/64" : "\(address.bits)"
    }

    /// Some proxies write the port, too.
    static func withoutPort(_ sender: String) -> Substring {
        let text = sender[...]
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return text[text.index(after: text.startIndex)..<end]
        }
        return text.filter({ $0 == ":" }).count == 1 ? text.prefix { $0 != ":" } : text
    }

    /// The address that a request comes from: the connection's, or what the outermost of our own proxies saw.
    ///
    /// - Parameter hops: how many proxies stand in front. Whatever the client itself wrote into the header is further left
    ///   than they reach.
    func sender(_ hops: Int) -> String? {
        guard hops > 0 else { return peer?.ipAddress }
        let seen = headers.filter { $0.name == .forwardedFor }.flatMap { $0.value.split(separator: ",") }
        guard seen.count >= hops else { return peer?.ipAddress }
        return String(seen[seen.count - hops].filter { !$0.isWhitespace })
    }
}

import HTTPTypes
import NIOCore

/// What protects the public operations, which anybody can call, at the door: a limit for each address. The one for each
/// pool is asked further in, where the pool of an identity is known.
package struct RateLimits: Sendable {
    private let addresses: TokenBuckets<String>?
    /// How many proxies of ours a request comes through; each adds the address that it saw to `X-Forwarded-For`.
    private let proxyHops: Int

    /// - Parameter address: nil for no limit.
    package init(address: RateLimit?, proxyHops: Int) {
        addresses = address.map { TokenBuckets($0) }
        self.proxyHops = proxyHops
    }

    package static let none = RateLimits(address: nil, proxyHops: 0)

    func admit(_ request: WireRequest) throws(WireError) {
        guard let addresses, let address = request.clientAddress(proxyHops),
            let seconds = addresses.take(for: address)
        else { return }
        throw .tooManyRequests(retryAfter: seconds)
    }
}

extension WireError {
    /// - Parameter seconds: after which the same request may come again.
    static func tooManyRequests(retryAfter seconds: Int64) -> WireError {
        WireError("TooManyRequestsException", "Rate exceeded", retryAfter: seconds)
    }
}

extension WireRequest {
    /// The address that a request comes from: the connection's, or what the outermost of our own proxies saw.
    ///
    /// - Parameter hops: how many proxies stand in front. Whatever the client itself wrote into the header is further left
    ///   than they reach.
    func clientAddress(_ hops: Int) -> String? {
        guard hops > 0 else { return peer?.ipAddress }
        let seen = headers.filter { $0.name == .forwardedFor }.flatMap { $0.value.split(separator: ",") }
        guard seen.count >= hops else { return peer?.ipAddress }
        return seen[seen.count - hops].trimmingPrefix { $0 == " " }.description
    }
}

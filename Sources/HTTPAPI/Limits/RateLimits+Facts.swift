import HTTPTypes
import IAMPolicy
import STS

/// What policies may ask about a request, seen past the proxies that stand in front.
extension RateLimits {
    package func facts(of request: WireRequest) -> RequestFacts {
        RequestFacts(
            sourceIP: request.clientIP(proxyHops), isSecure: request.cameOverTLS(proxyHops),
            userAgent: request.short(.userAgent), referer: request.short(.referer))
    }
}

extension WireRequest {
    /// The client's address as text, without a port; nil when it is none, as on a Unix socket.
    func clientIP(_ hops: Int) -> String? {
        guard let sender = sender(hops).map(Self.withoutPort), let address = IPAddress(sender.utf8, admitsDotted: true)
        else { return nil }
        // Conditions read either spelling; a sealed or logged address should have one.
        guard address.width == 128, address.unmapped.width == 32 else { return String(sender) }
        let bits = address.unmapped.bits
        return [24, 16, 8, 0].map { String(bits >> UInt128($0) & 0xFF) }.joined(separator: ".")
    }

    /// Sluice itself speaks plain HTTP, so only a proxy of ours can know better, and says so in `X-Forwarded-Proto`. What
    /// no proxy says is not secure: a Deny of plain HTTP must not be missed for want of a header.
    ///
    /// - Parameter hops: how many proxies stand in front. One that adds to the header is read as with addresses; a single
    ///   value is the last proxy's, which has replaced what came from the client.
    func cameOverTLS(_ hops: Int) -> Bool {
        guard hops > 0 else { return false }
        let said = headers.filter { $0.name == .forwardedProto }.flatMap { $0.value.split(separator: ",") }
        guard let last = said.last else { return false }
        let outermost = said.count >= hops ? said[said.count - hops] : last
        return outermost.filter { !$0.isWhitespace }.lowercased() == "https"
    }

    /// Matching costs pattern × value, so what clients write is bounded; more than that is as good as nothing.
    fileprivate func short(_ name: HTTPField.Name) -> String? {
        header(name).flatMap { $0.utf8.count <= 2_048 ? $0 : nil }
    }
}

import Audit
import HTTPTypes

extension RateLimits {
    /// Where a request comes from, for decisions and audit.
    package func context(of request: WireRequest) -> ExchangeContext {
        ExchangeContext(
            requestID: request.id.description, clientAddress: request.senderAddress(proxyHops),
            userAgent: request.header(.userAgent).map { String($0.unicodeScalars.prefix(256)) })
    }
}

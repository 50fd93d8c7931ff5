import IdentityModel

import struct Foundation.UUID

/// Where a request comes from, as far as it matters behind the doors.
package struct ExchangeContext: Sendable {
    /// The one that the client was told.
    package let requestID: String
    /// As text: the connection's, or what the outermost of the operator's own proxies saw.
    package let clientAddress: String?
    /// What the client calls itself, which is nothing to rely on.
    package let userAgent: String?

    package init(requestID: String, clientAddress: String?, userAgent: String? = nil) {
        self.requestID = requestID
        self.clientAddress = clientAddress
        self.userAgent = userAgent
    }

    /// For requests that came through no door.
    package static var unknown: ExchangeContext {
        ExchangeContext(requestID: UUID().text, clientAddress: nil)
    }
}

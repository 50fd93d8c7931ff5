import IAMPolicy

/// What a door knows of a request besides who signed it, for the conditions of policies. What is not known is nil, and
/// its key is missing then.
package struct RequestFacts: Sendable, Equatable {
    /// The client's address, IPv4 or IPv6 as text.
    package var sourceIP: String?
    /// Whether the client came over TLS.
    package var isSecure: Bool?
    /// As the client says it.
    package var userAgent: String?
    package var referer: String?

    package init(
        sourceIP: String? = nil, isSecure: Bool? = nil, userAgent: String? = nil, referer: String? = nil
    ) {
        self.sourceIP = sourceIP
        self.isSecure = isSecure
        self.userAgent = userAgent
        self.referer = referer
    }

    package static let none = RequestFacts()
}

extension RequestContext {
    /// - Source: IAM User Guide, "AWS global condition context keys", properties of the request.
    mutating func setFacts(_ facts: RequestFacts) {
        if let address = facts.sourceIP { set(.sourceIP, to: address) }
        if let isSecure = facts.isSecure { set(.secureTransport, to: isSecure) }
        if let agent = facts.userAgent { set(.userAgent, to: agent) }
        if let referer = facts.referer { set(.referer, to: referer) }
    }
}

/// Fetches one document from outside: the only verb the rooms above know of this one.
package typealias Fetch = @Sendable (FetchRequest) async throws(FetchError) -> FetchedDocument

/// One document that is wanted, and how much it may cost.
package struct FetchRequest: Sendable {
    package var url: String
    /// Bytes of body. A longer one is refused while it arrives.
    package var limit: Int
    /// For everything together: resolving, connecting, a second attempt, and the last byte of the body.
    package var timeout: Duration
    package var rules: FetchRules

    package init(url: String, limit: Int, timeout: Duration = .seconds(5), rules: FetchRules) {
        self.url = url
        self.limit = limit
        self.timeout = timeout
        self.rules = rules
    }
}

/// What a request may do beyond HTTPS to a public host on port 443.
///
/// These come from descriptors and from registrations that an operator made, never from a token or a fetched document.
package struct FetchRules: Sendable, Hashable {
    /// Admits addresses of this machine, and plain HTTP to them.
    package var allowsLoopbackHTTP = false
    /// `host:port` pairs whose addresses need not be public.
    package var allowedPrivateHosts: Set<String> = []
    /// PEM certificates that are trusted in place of the system's.
    package var certificateAuthority: String?
    /// Ports admitted beside 443.
    package var allowedPorts: Set<Int> = []

    package init() {}
}

/// A document as it was answered with status 200.
package struct FetchedDocument: Sendable {
    package var body: [UInt8]
    /// Seconds for which the answer stays fresh, the time it spent in caches already taken off. Nil when not stated.
    package var maxAge: Int?
    package var noStore: Bool
    package var contentType: String?

    package init(body: [UInt8], maxAge: Int? = nil, noStore: Bool = false, contentType: String? = nil) {
        self.body = body
        self.maxAge = maxAge
        self.noStore = noStore
        self.contentType = contentType
    }
}

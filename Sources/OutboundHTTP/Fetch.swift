import struct Foundation.Date

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
    package var method = Method.get
    /// Appended to the URL, percent-encoded. It is kept apart because it may hold tokens: the URL can be logged, this
    /// must not be.
    package var query: [Field] = []
    /// Beside our own.
    package var headers: [Field] = []
    package var body: [UInt8] = []
    /// Whether an answer with a status from 400 to 499 is a document too: providers say in it why they refuse. Such an
    /// answer, 429 included, concerns one token or one app and never closes the host to others. Of a 429 nothing is read
    /// but for how long to wait.
    package var readsRefusals = false
    /// Whether an answer with a status from 500 to 599 is a document too. It counts as a failure of the host all the same,
    /// and is left to whoever asked: it is not tried again.
    package var readsFailures = false
    /// How often the host is asked at most, on failures that another try may mend. Only a GET is repeated.
    package var attempts = 2

    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(url: String, limit: Int, timeout: Duration = .seconds(5), rules: FetchRules) {
        self.url = url
        self.limit = limit
        self.timeout = timeout
        self.rules = rules
    }
}

extension FetchRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(method.rawValue) \(url)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a request may do beyond HTTPS to a public host on port 443.
///
/// These come from descriptors and from registrations that an operator made, never from a token or a fetched document.
package struct FetchRules: Sendable, Hashable {
    /// Admits addresses of this machine, and plain HTTP to them.
    package var allowsLoopbackHTTP = false
    /// `host:port` pairs whose addresses need not be public.
    package var allowedPrivateHosts: Set<String> = []
    /// Admits plain HTTP to those hosts, as long as no address of theirs is public.
    package var allowsPrivateHTTP = false
    /// PEM certificates that are trusted in place of the system's.
    package var certificateAuthority: String?
    /// Ports admitted beside 443.
    package var allowedPorts: Set<Int> = []

    package init() {}
}

/// A document as it was answered.
package struct FetchedDocument: Sendable {
    /// 200, or what a refusal has when the request reads those.
    package var status: Int
    package var body: [UInt8]
    /// Seconds for which the answer stays fresh, the time it spent in caches already taken off. Nil when not stated.
    package var maxAge: Int?
    package var noStore: Bool
    package var contentType: String?
    /// What the server's clock showed.
    package var date: Date?
    /// Seconds for which a refusal asks us not to come back.
    package var retryAfter: Int?

    package init(
        status: Int = 200, body: [UInt8], maxAge: Int? = nil, noStore: Bool = false, contentType: String? = nil,
        date: Date? = nil, retryAfter: Int? = nil
    ) {
        self.status = status
        self.retryAfter = retryAfter
        self.date = date
        self.body = body
        self.maxAge = maxAge
        self.noStore = noStore
        self.contentType = contentType
    }
}

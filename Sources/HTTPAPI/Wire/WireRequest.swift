import HTTPTypes
import NIOCore

/// One request as it came over the wire, whatever brought it here.
///
/// Doors know this and nothing of the framework that accepted the connection, so that a leaner way in can be added
/// without touching them. Nothing is decoded: a signature covers the path and the query as the client wrote them.
package struct WireRequest: Sendable {
    package let id: RequestID
    package let method: HTTPRequest.Method
    /// The target in front of the `?`, still percent-encoded.
    package let path: String
    /// The target behind the `?`, still percent-encoded; empty when there is none.
    package let query: String
    /// What the client calls us: the `Host` header, which is not repeated among `headers`.
    package let authority: String?
    /// In arrival order, repeated ones repeated.
    package let headers: HTTPFields
    package let body: Body
    package let peer: SocketAddress?
    package let received: ContinuousClock.Instant

    package enum Body: Sendable {
        case bytes([UInt8])
        /// More than `limit` bytes, which nobody kept.
        case tooLarge(limit: Int)
    }

    package init(
        id: RequestID = RequestID(), method: HTTPRequest.Method, target: String, authority: String? = nil,
        headers: HTTPFields = [:], body: Body = .bytes([]), peer: SocketAddress? = nil,
        received: ContinuousClock.Instant = .now
    ) {
        self.id = id
        self.method = method
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = String(target[..<mark])
            query = String(target[target.utf8.index(after: mark)...])
        } else {
            path = target
            query = ""
        }
        self.authority = authority
        self.headers = headers
        self.body = body
        self.peer = peer
        self.received = received
    }

    /// The first header of that name, in whatever case it was written.
    package func header(_ name: HTTPField.Name) -> String? {
        headers.first { $0.name == name }?.value
    }
}

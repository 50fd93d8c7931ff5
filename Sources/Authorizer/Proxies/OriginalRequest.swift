import STS
import SigV4

/// What the client asked the proxy for. Nothing is decoded, because the signature covers it as it was written.
package struct OriginalRequest: Sendable {
    package var method: String
    /// In front of the `?`.
    package var path: String
    /// Behind the `?`; empty when there is none.
    package var query: String
    /// What the client calls the API: its `Host`.
    package var host: String
    /// In lower case, in arrival order, `host` left out.
    package var headers: [SignedRequest.Header]
    /// The `Content-Length` of the client, where the proxy tells it.
    package var contentLength: String?
    /// The API that the proxy guards at this place; nil when it does not say.
    package var expectedAPI: String?
    /// The client's address and the like, as the proxy tells them; for conditions.
    package var facts = RequestFacts.none

    package init(
        method: String, target: String, host: String, headers: [SignedRequest.Header], contentLength: String? = nil,
        expectedAPI: String? = nil
    ) {
        self.method = method
        self.host = host
        self.headers = headers
        self.contentLength = contentLength
        self.expectedAPI = expectedAPI
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            path = target
            query = ""
            return
        }
        path = String(target[..<mark])
        query = String(target[target.utf8.index(after: mark)...])
    }

    /// As the signature covers it.
    var signed: SignedRequest {
        var headers = headers
        if let contentLength { headers.append(.init("content-length", contentLength)) }
        headers.append(.init("host", host))
        return SignedRequest(method: method, path: path, query: query, headers: headers, body: .unseen)
    }

    func values(of name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

    /// Whether the proxy says that there is a body.
    var announcesBody: Bool { contentLength.map { $0 != "0" } ?? false }
}

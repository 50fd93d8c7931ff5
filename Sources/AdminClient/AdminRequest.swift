import OutboundHTTP

/// One call of the admin API.
package struct AdminRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"
    }

    package var method: Method
    /// Below `/admin/v1`, percent-encoded.
    package var path: String
    /// In the order given.
    package var query: [(name: String, value: String)]
    package var body: [UInt8]?
    package var contentType: String
    /// The state that a change is made on: an entity tag with its quotes, or `*`.
    package var state: String?
    /// A POST that changes nothing needs no idempotency key.
    package var asksOnly = false
    package var timeout = Duration.seconds(60)

    package init(
        _ method: Method, _ path: String, query: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        contentType: String = "application/json", state: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.contentType = contentType
        self.state = state
    }

    /// Fills a template such as `/pools/{poolId}`. A parameter without a value stays as it is, and no place has that.
    package static func path(_ template: String, _ values: [String: String]) -> String {
        var path = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            path += rest[..<open]
            path += values[name].map(PercentEncoding.encode) ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return path + rest
    }
}

/// What was answered when all went well.
package struct AdminResponse: Sendable {
    package var status: Int
    /// The state of what was answered, with its quotes.
    package var entityTag: String?
    package var body: [UInt8]

    package init(status: Int, entityTag: String? = nil, body: [UInt8] = []) {
        self.status = status
        self.entityTag = entityTag
        self.body = body
    }
}

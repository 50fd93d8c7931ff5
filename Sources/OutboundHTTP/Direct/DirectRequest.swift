/// A request whose every byte its maker decides, because they sign it.
package struct DirectRequest: Sendable {
    package var method: String
    /// Percent-encoded, beginning with a slash.
    package var path: String
    /// Percent-encoded; empty for none.
    package var query: String
    /// All of them, `host` included.
    package var headers: [FetchRequest.Field]
    package var body: [UInt8]
    /// For everything together.
    package var timeout: Duration
    /// Bytes of an answer that is kept in memory.
    package var limit: Int

    package init(
        method: String, path: String, query: String = "", headers: [FetchRequest.Field], body: [UInt8] = [],
        timeout: Duration, limit: Int
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.limit = limit
    }
}

/// Whatever the server answered.
package struct DirectAnswer: Sendable, Equatable {
    package var status: Int
    package var headers: [FetchRequest.Field]
    /// Empty when it was handed over piece by piece.
    package var body: [UInt8]

    package init(status: Int, headers: [FetchRequest.Field] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whatever its case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}

/// Why there is no answer.
package struct DirectFailure: Error, Equatable {
    package var trouble: FetchTrouble
    /// Whether the server may have begun with the request.
    package var mayHaveArrived: Bool

    package init(_ trouble: FetchTrouble, mayHaveArrived: Bool) {
        self.trouble = trouble
        self.mayHaveArrived = mayHaveArrived
    }
}

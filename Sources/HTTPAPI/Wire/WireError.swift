import HTTPTypes

/// What a client is told when it does not get what it asked for, and beside it what only the log is told.
package struct WireError: Error, Equatable {
    package let status: HTTPResponse.Status
    /// The AWS name of the failure. Clients branch on it.
    package let code: String
    /// Nil where AWS sends none.
    package let message: String?
    /// For the log of a failure or refusal that somebody must look after. Never sent.
    package let cause: String?
    /// Seconds after which the request may come again; nil when that is not the question.
    package let retryAfter: Int64?

    package init(
        _ code: String, _ message: String?, status: HTTPResponse.Status = .badRequest, cause: String? = nil,
        retryAfter: Int64? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.cause = cause
        self.retryAfter = retryAfter
    }

    /// Our own failure, as opposed to the client's.
    package var isFault: Bool { status.kind == .serverError }
}

import HTTPTypes

/// Why there is no answer, in the form of problem details.
///
/// - Source: RFC 9457. `type` is `urn:sluice:problem:CODE`; `code` repeats its end for scripts.
package struct Problem: Error, Sendable, Equatable {
    package let status: HTTPResponse.Status
    /// In kebab-case. Clients branch on it, so it stays when the words change.
    package let code: String
    /// For people.
    package let detail: String
    package var mistakes: [Mistake] = []
    /// Seconds after which the request may come again; nil when that is not the question.
    package var retryAfter: Int64?
    /// For the log alone.
    package var cause: String?

    package init(
        _ status: HTTPResponse.Status, _ code: String, _ detail: String, mistakes: [Mistake] = [],
        retryAfter: Int64? = nil, cause: String? = nil
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.mistakes = mistakes
        self.retryAfter = retryAfter
        self.cause = cause
    }
}

extension Problem {
    package static func notFound(_ detail: String) -> Problem { Problem(.notFound, "not-found", detail) }
    package static func conflict(_ detail: String) -> Problem { Problem(.conflict, "conflict", detail) }

    package static func invalid(_ mistakes: [Mistake]) -> Problem {
        Problem(
            .badRequest, "invalid-request", "The request is not as it has to be.",
            mistakes: Array(mistakes.prefix(Mistake.most)))
    }

    package static func invalid(_ place: Mistake.Place, _ detail: String) -> Problem {
        .invalid([Mistake(place, detail)])
    }

    /// The thing is not in the state that the client has seen.
    package static let changed = Problem(
        .preconditionFailed, "changed", "It was changed since you read it. Read it again and decide anew.")

    static let preconditionRequired = Problem(
        .preconditionRequired, "precondition-required",
        "Say with If-Match which state you change: the ETag of what you have read, or * for any.")

    /// - Parameter cause: for the log.
    static func unavailable(because cause: String) -> Problem {
        Problem(
            .serviceUnavailable, "unavailable", "The database does not answer. Try again.", retryAfter: 1, cause: cause)
    }
}

/// One result as the server sent it, copied out of libpq.
enum ServerAnswer: Sendable {
    case rows(PostgresRows)
    case failure(ServerFailure)
    /// Not executed: an earlier command of the same statement failed.
    case skipped
    /// The statement is over. Only now is what it did committed.
    case synced
}

/// An error report, without the parts that may quote a value.
struct ServerFailure: Error, Equatable {
    /// Nil when the report is libpq's own: the connection is gone.
    var sqlState: String?
    /// The server has ended the session.
    var isFatal = false
    var constraint = ""
    var column = ""
    /// What the server said, for mistakes in the statement's text (class 42) only: those messages quote the text,
    /// never a value.
    var mistake: String?
    /// The tables changed since the statement was prepared.
    var isStalePlan = false
}

extension ServerFailure {
    /// - Source: PostgreSQL documentation, appendix A "PostgreSQL Error Codes".
    var error: PostgresError {
        switch sqlState {
        case "23505": .uniqueViolation(constraint: constraint)
        case "23503": .foreignKeyViolation(constraint: constraint)
        case "23514": .checkViolation(constraint: constraint)
        case "23502": .notNullViolation(column: column)
        case "25006": .readOnly
        case "25P02": .transactionRolledBack
        case "40001": .serializationFailure
        case "40P01": .deadlockDetected
        case let state?: .server(sqlState: state)
        case nil: .connectionLost(mayHaveExecuted: true)
        }
    }

    /// The statement was cancelled, by us or by the server's own limit.
    var isCancellation: Bool { sqlState == "57014" }

    /// The connection does not know the prepared statement: its `PREPARE` failed, or somebody dropped it.
    var isUnknownStatement: Bool { sqlState == "26000" }

    /// Nothing is wrong with the statement or the data: the call may be sent again, at once or on another connection.
    var isReadOnly: Bool { sqlState == "25006" }
}

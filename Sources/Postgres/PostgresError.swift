/// Why a statement has no answer. Never carries a parameter's value or the server's DETAIL.
///
/// `mayHaveExecuted` is the question a caller has after a failure: false means that the statement left no trace.
package enum PostgresError: Error, Equatable {
    /// The URI is not one that libpq understands.
    case malformedURI
    /// No connection could be made within the call's time. The reason never contains the password.
    case unavailable(reason: String)
    /// Too many calls are waiting already.
    case overloaded
    /// The client has been closed.
    case closed
    case deadlineExceeded(mayHaveExecuted: Bool)
    case connectionLost(mayHaveExecuted: Bool)
    case cancelled(mayHaveExecuted: Bool)

    case uniqueViolation(constraint: String)
    case foreignKeyViolation(constraint: String)
    case checkViolation(constraint: String)
    case notNullViolation(column: String)
    case serializationFailure
    case deadlockDetected
    /// The server takes no writes: a stand-by. The connection is given up, so that the next one finds the primary.
    case readOnly
    /// Any other refusal by the server.
    case server(sqlState: String)

    /// The transaction has returned or thrown already.
    case transactionEnded
    /// A statement failed, its error was swallowed, and so `COMMIT` rolled back.
    case transactionRolledBack
    /// Nobody knows whether the transaction was committed: the answer to `COMMIT` never came.
    case commitOutcomeUnknown

    case undecodable(column: Int, expected: String)
}

/// How far a transaction is kept apart from others.
package enum Isolation: Sendable {
    case readCommitted
    case repeatableRead
    case serializable

    var begin: Statement {
        switch self {
        case .readCommitted: Self.beginReadCommitted
        case .repeatableRead: Self.beginRepeatableRead
        case .serializable: Self.beginSerializable
        }
    }

    private static let beginReadCommitted =
        Statement("begin_read_committed", "BEGIN ISOLATION LEVEL READ COMMITTED", repeatable: true)
    private static let beginRepeatableRead =
        Statement("begin_repeatable_read", "BEGIN ISOLATION LEVEL REPEATABLE READ", repeatable: true)
    private static let beginSerializable =
        Statement("begin_serializable", "BEGIN ISOLATION LEVEL SERIALIZABLE", repeatable: true)
}

/// A transaction under way.
package struct PostgresTransaction: Sendable {
    let lease: Lease

    /// Executes one statement within the transaction.
    ///
    /// - Throws: `PostgresError`, with `mayHaveExecuted: false` always: nothing lasts before `COMMIT`.
    @discardableResult
    package func query(
        _ statement: Statement, _ parameters: [PostgresValue] = [], timeout: Duration? = nil
    ) async throws(PostgresError) -> PostgresRows {
        do throws(PostgresError) {
            return try await lease.query(statement, parameters, timeout: timeout)
        } catch {
            throw error.withoutTrace
        }
    }
}

extension PostgresError {
    /// The same failure, of a statement whose transaction will be rolled back.
    var withoutTrace: PostgresError {
        switch self {
        case .deadlineExceeded: .deadlineExceeded(mayHaveExecuted: false)
        case .connectionLost: .connectionLost(mayHaveExecuted: false)
        case .cancelled: .cancelled(mayHaveExecuted: false)
        default: self
        }
    }
}

/// One thing asked of the database, on its way from the caller to a connection and back.
struct Call: Sendable {
    typealias ID = UInt64
    typealias Outcome = Result<PostgresRows, PostgresError>
    typealias Waiter = CheckedContinuation<Outcome, Never>

    enum Command: Sendable {
        case statement(Statement, Parameters)
        /// Several statements without parameters; only on a lease.
        case script(String)
    }

    /// Where a call is to be executed.
    enum Place: Sendable {
        /// On any of the pipelined connections.
        case shared
        /// On a free connection, which is lent from then on; the call's id becomes the lease's.
        case newLease
        case lease(Call.ID)
    }

    let id: ID
    let command: Command
    let place: Place
    let deadline: ContinuousClock.Instant
    /// Nil when nobody waits (any more).
    var waiter: Waiter?
    /// How often it has been handed to a connection.
    var sends = 0
    /// Whether the server may have executed it, as far as is known here.
    var mayHaveExecuted = false

    var isRepeatable: Bool {
        switch command {
        case .statement(let statement, _): statement.repeatable
        case .script: false
        }
    }

    var isLeased: Bool {
        if case .lease = place { true } else { false }
    }

    /// A short name for the log.
    var name: String {
        switch command {
        case .statement(let statement, _): statement.name
        case .script: "script"
        }
    }
}

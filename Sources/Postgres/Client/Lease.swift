/// A connection lent to one caller, from the first statement until the release.
struct Lease: Sendable {
    private let id: Call.ID
    private let mailbox: Mailbox
    private let deadline: ContinuousClock.Instant
    private let openingDeadline: ContinuousClock.Instant
    private let isReusable: Bool

    /// - Parameter opensWithin: how long it may take to get a connection; up to the deadline by default.
    init(
        on mailbox: Mailbox, until deadline: ContinuousClock.Instant, opensWithin: Duration? = nil,
        isReusable: Bool = true
    ) {
        id = mailbox.newID()
        self.mailbox = mailbox
        self.deadline = deadline
        openingDeadline = opensWithin.map { min(deadline, .now + $0) } ?? deadline
        self.isReusable = isReusable
    }

    /// Takes a connection, executes `opening` there, then `body`, and gives the connection back in every case: the
    /// I/O thread cancels and rolls back what is left.
    func hold<Result: Sendable>(
        opening statement: Statement, _ body: () async throws -> Result
    ) async throws -> Result {
        defer { mailbox.release(id, isReusable: isReusable) }
        let command = Call.Command.statement(statement, Parameters([]))
        do throws(PostgresError) {
            _ = try await mailbox.perform(command, on: .newLease, until: openingDeadline, id: id)
        } catch {
            throw error.withoutTrace
        }
        return try await body()
    }

    func query(
        _ statement: Statement, _ parameters: [PostgresValue] = [], timeout: Duration? = nil
    ) async throws(PostgresError) -> PostgresRows {
        try await perform(.statement(statement, Parameters(parameters)), timeout)
    }

    /// Executes several statements at once. For text without parameters: migrations.
    func execute(script: String, timeout: Duration) async throws(PostgresError) {
        _ = try await perform(.script(script), timeout)
    }

    /// Cancelling the caller's task does not interrupt this: a definite answer is worth the short wait.
    func commit() async throws(PostgresError) {
        do throws(PostgresError) {
            let command = Call.Command.statement(.commit, Parameters([]))
            let answer = try await mailbox.perform(command, on: .lease(id), until: deadline, isCancellable: false)
            if answer.isRollback { throw PostgresError.transactionRolledBack }
        } catch .deadlineExceeded(mayHaveExecuted: true), .connectionLost(mayHaveExecuted: true) {
            throw .commitOutcomeUnknown
        }
    }

    private func perform(
        _ command: Call.Command, _ timeout: Duration?
    ) async throws(PostgresError) -> PostgresRows {
        let deadline = timeout.map { min(self.deadline, .now + $0) } ?? self.deadline
        return try await mailbox.perform(command, on: .lease(id), until: deadline)
    }
}

extension Statement {
    fileprivate static let commit = Statement("commit", "COMMIT", repeatable: false)
}

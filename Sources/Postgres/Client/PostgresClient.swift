import Logging
import ServiceLifecycle

/// A PostgreSQL database, reached over a few pipelined connections. Connects from the moment it is made until it is
/// closed, and heals by itself: calls made while nothing is connected wait, each up to its own deadline.
package final class PostgresClient: Sendable, Service {
    private let configuration: PostgresConfiguration
    private let mailbox: Mailbox

    package init(_ configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        mailbox = Mailbox(maximumCalls: configuration.maximumCalls)
        Driver.start(configuration, mailbox, logger)
    }

    deinit {
        mailbox.close()
    }

    /// Lives until graceful shutdown or cancellation, then closes.
    package func run() async throws {
        try? await gracefulShutdown()
        await close()
    }

    /// Lets finish what is under way, for a limited time, then closes every connection. Later calls throw `.closed`.
    package func close() async {
        await mailbox.closeAndWait()
    }

    /// Executes one statement, atomically and durably, and returns its rows.
    ///
    /// - Parameter timeout: how long the call may take; the client's own limit by default.
    @discardableResult
    package func query(
        _ statement: Statement, _ parameters: [PostgresValue] = [], timeout: Duration? = nil
    ) async throws(PostgresError) -> PostgresRows {
        let command = Call.Command.statement(statement, Parameters(parameters))
        return try await mailbox.perform(command, on: .shared, until: deadline(timeout))
    }

    /// Returns when the database has answered.
    package func ping(timeout: Duration? = nil) async throws(PostgresError) {
        try await query(.ping, timeout: timeout)
    }

    /// Executes several statements as one, on a connection of their own: commits when `body` returns, rolls back when
    /// it throws.
    ///
    /// - Parameter timeout: how long everything may take, waiting for a connection included; it bounds each statement
    ///   in `body` too.
    /// - Throws: what `body` throws; `.commitOutcomeUnknown` when the answer to `COMMIT` never came; and
    ///   `.transactionRolledBack` when `body` swallowed the failure of a statement.
    @discardableResult
    package func transaction<Result: Sendable>(
        _ isolation: Isolation = .readCommitted, timeout: Duration? = nil,
        _ body: @Sendable (PostgresTransaction) async throws -> Result
    ) async throws -> Result {
        let lease = Lease(on: mailbox, until: deadline(timeout))
        return try await lease.hold(opening: isolation.begin) {
            let result = try await body(PostgresTransaction(lease: lease))
            try await lease.commit()
            return result
        }
    }

    /// Executes `body` with a connection of its own, outside any transaction, and closes that connection afterwards.
    func session<Result: Sendable>(
        timeout: Duration, _ body: @Sendable (Lease) async throws -> Result
    ) async throws -> Result {
        let lease = Lease(on: mailbox, until: deadline(timeout), opensWithin: configuration.timeout, isReusable: false)
        return try await lease.hold(opening: .ping) { try await body(lease) }
    }

    private func deadline(_ timeout: Duration?) -> ContinuousClock.Instant {
        .now + (timeout ?? configuration.timeout)
    }
}

extension Statement {
    fileprivate static let ping = Statement("ping", "SELECT 1", repeatable: true)
}

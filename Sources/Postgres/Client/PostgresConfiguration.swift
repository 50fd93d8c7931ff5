/// Where the database is and how it is used. Prints without the URI, which may contain a password.
package struct PostgresConfiguration: Sendable, CustomStringConvertible, CustomReflectable {
    /// A libpq URI or keyword string. Several hosts are tried in turn, `target_session_attrs` is honoured.
    let uri: String
    /// Connections for single statements, all of which pipeline.
    package var connections = 2
    /// Connections for transactions, opened when needed. More transactions than this wait for one another.
    package var transactionConnections = 6
    /// How many calls may wait or be under way; more are refused as `.overloaded`.
    package var maximumCalls = 4096
    /// How long a call may take when it does not say so itself.
    package var timeout: Duration = .seconds(5)
    /// How long one attempt to connect may take per host.
    package var connectTimeout: Duration = .seconds(5)
    /// How long `close` waits for what is under way.
    package var drainTimeout: Duration = .seconds(5)
    /// The pause after the first failed attempt to connect; it doubles up to `maximumBackoff`.
    package var minimumBackoff: Duration = .milliseconds(50)
    package var maximumBackoff: Duration = .seconds(2)
    /// How long a statement that nobody waits for may hold up a connection before it is cancelled on the server.
    ///
    /// Not zero: cancelling costs the server a process, so it must not be what every impatient client triggers.
    package var cancelGrace: Duration = .milliseconds(250)
    /// How long a cancelled statement may take to end before its connection is given up.
    package var dropGrace: Duration = .seconds(2)

    /// - Throws: `.malformedURI`.
    package init(uri: String) throws(PostgresError) {
        guard ConnectionHandle.understands(uri: uri) else { throw .malformedURI }
        self.uri = uri
    }

    package var description: String { "PostgresConfiguration(uri: <secret>)" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A place for one connection, which is made again whenever it is lost.
final class Slot {
    enum State {
        case empty
        case connecting(ConnectAttempt)
        case open(Connection)
    }

    var state = State.empty
    /// Who has the connection for itself.
    var lease: Call.ID?
    /// The lease has ended; its connection has to be cleaned before it serves the next one.
    var isReleasing = false
    /// No attempt to connect before this.
    private(set) var nextAttempt: ContinuousClock.Instant
    private var failures = 0

    init(at now: ContinuousClock.Instant) {
        nextAttempt = now
    }

    /// The connection, while it takes calls.
    var connection: Connection? {
        guard case .open(let connection) = state, connection.isAlive else { return nil }
        return connection
    }

    var isEmpty: Bool {
        if case .empty = state { true } else { false }
    }

    var isConnecting: Bool {
        if case .connecting = state { true } else { false }
    }

    /// Doubles the pause up to the limit and takes a random part off, so that replicas do not return in step.
    func backOff(_ configuration: PostgresConfiguration, at now: ContinuousClock.Instant) {
        let pause = min(configuration.maximumBackoff, configuration.minimumBackoff * (1 << min(failures, 16)))
        nextAttempt = now + pause * Double.random(in: 0.5...1)
        failures += 1
        state = .empty
    }

    /// Closes a connection that has served its purpose.
    func close() {
        state = .empty
    }

    /// The database has answered: the next failure is a new one.
    func recover() {
        failures = 0
    }
}

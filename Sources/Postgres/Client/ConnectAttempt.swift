import Foundation
import Synchronization

/// One attempt to connect, on a thread of its own: resolving a host's name blocks, and so does libpq's trying of
/// several hosts.
final class ConnectAttempt: Sendable {
    enum Outcome: ~Copyable, Sendable {
        case connected(ConnectionHandle)
        case failed(PostgresError)
    }

    private let outcome = Mutex<Outcome?>(nil)

    static func start(_ configuration: PostgresConfiguration, then wake: @escaping @Sendable () -> Void)
        -> ConnectAttempt
    {
        let attempt = ConnectAttempt()
        Thread.detachNewThread {
            attempt.connect(configuration)
            wake()
        }
        return attempt
    }

    /// The outcome, once; nil until it is there.
    func take() -> Outcome? {
        outcome.withLock { $0.take() }
    }

    private func connect(_ configuration: PostgresConfiguration) {
        var result: Outcome?
        do throws(PostgresError) {
            result = .connected(try ConnectionHandle.open(configuration))
        } catch {
            result = .failed(error)
        }
        outcome.withLock { $0 = result.take() }
    }
}

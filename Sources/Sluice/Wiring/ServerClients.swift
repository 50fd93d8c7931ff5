import Logging
import Postgres

/// The clients of a server. On a connection each statement waits for the one before it, so what takes long has
/// connections of its own: nobody who wants credentials waits for it, and no record of them.
struct ServerClients {
    /// Answers requests.
    let serving: PostgresClient
    /// Writes the decisions and the audit, and nothing else.
    let recording: PostgresClient
    /// What administrators look through, and the chores.
    let background: PostgresClient

    init(serving: PostgresClient, _ configuration: PostgresConfiguration, _ logger: Logger) {
        self.serving = serving
        var configuration = configuration
        configuration.maximumCalls = 64
        configuration.connections = 1
        recording = PostgresClient(configuration, logger: logger)
        configuration.connections = 2
        background = PostgresClient(configuration, logger: logger)
    }

    /// Why no request can be answered now; nil when they can.
    func problem() async -> String? {
        for client in [serving, recording] {
            do throws(PostgresError) { try await client.ping(timeout: .seconds(2)) } catch { return "\(error)" }
        }
        return nil
    }
}

import Logging
import Postgres

/// The clients of a server. On a connection each statement waits for the one before it, so what takes long has
/// connections of its own: nobody who wants credentials waits for it.
struct ServerClients {
    /// Answers requests.
    let serving: PostgresClient
    /// Writes, behind the answers, what happened.
    let writing: PostgresClient
    /// Reads what administrators look through.
    let reading: PostgresClient

    init(serving: PostgresClient, _ configuration: PostgresConfiguration, _ logger: Logger) {
        self.serving = serving
        var configuration = configuration
        configuration.connections = 1
        configuration.maximumCalls = 64
        writing = PostgresClient(configuration, logger: logger)
        configuration.connections = 2
        reading = PostgresClient(configuration, logger: logger)
    }
}

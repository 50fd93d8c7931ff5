import HummingbirdCore
import Logging
import NIOCore

/// Where to listen, and how much of anything one client gets.
package struct HTTPServerConfiguration: Sendable {
    package var host: String
    /// 0 for any port that is free.
    package var port: Int
    /// Bytes.
    package var bodyLimit: Int
    /// How long a connection may stand still, between requests or within one.
    package var idleTimeout: Duration
    /// More wait in the backlog until one of these ends.
    package var maximumConnections: Int

    package init(
        host: String = "127.0.0.1", port: Int = 8080, bodyLimit: Int = 1_048_576,
        idleTimeout: Duration = .seconds(60), maximumConnections: Int = 4096
    ) {
        self.host = host
        self.port = port
        self.bodyLimit = bodyLimit
        self.idleTimeout = idleTimeout
        self.maximumConnections = maximumConnections
    }
}

extension HTTPServerConfiguration {
    func listening(_ logger: Logger) -> ServerConfiguration {
        ServerConfiguration(
            address: .hostname(host, port: port), backlog: 1024,
            availableConnectionsDelegate: MaximumAvailableConnections(maximumConnections, logger: logger))
    }

    var connections: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(idleTimeout: TimeAmount(idleTimeout))
    }
}

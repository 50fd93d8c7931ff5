import HTTPAPI
import Logging
import ServiceLifecycle

/// The played providers on a port of this machine.
package struct DevProvidersServer: Service {
    private let http: HTTPServer

    /// - Throws: `DevProvidersError` for an address that others can reach.
    package init(
        _ providers: DevProviders, host: String = "127.0.0.1", port: Int, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws(DevProvidersError) {
        guard ["127.0.0.1", "::1", "localhost"].contains(host) else { throw .reachableByOthers(host: host) }
        http = HTTPServer(
            HTTPServerConfiguration(host: host, port: port), site: providers, logger: logger, onListening: onListening)
    }

    package func run() async throws {
        try await http.run()
    }
}

package enum DevProvidersError: Error, Equatable, CustomStringConvertible {
    case reachableByOthers(host: String)

    package var description: String {
        switch self {
        case .reachableByOthers(let host):
            "These providers sign in anyone as anyone, so they listen on this machine alone, and not on \(host)."
        }
    }
}

import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// HTTP clients, each tied to one checked address of one host, so that connections are reused and none goes elsewhere.
///
/// The host's name stays in the TLS handshake, in the check of the certificate and in the `Host` header.
final class PinnedClients: Sendable {
    struct Route: Hashable {
        let host: TargetURL.Host
        let address: IPAddress
        let certificateAuthority: String?
    }

    /// Connections kept to one host; further requests wait for one of them, at most as long as connecting may take.
    static let connectionsPerHost = 32

    private struct Lent {
        let client: HTTPClient
        var borrowers = 0
        var lastUse = 0
    }

    private struct Shelf {
        var clients: [PinnedClients.Route: Lent] = [:]
        var uses = 0
        var isClosed = false
    }

    private let shelf = Mutex(Shelf())
    private let capacity: Int
    private let connectTimeout: Duration

    /// - Parameters:
    ///   - capacity: routes that are kept at one time. The one unused for longest makes room.
    ///   - connectTimeout: how long one attempt to connect may take.
    init(capacity: Int = 64, connectTimeout: Duration = .seconds(2)) {
        self.capacity = capacity
        self.connectTimeout = connectTimeout
    }

    func withClient<Value: Sendable>(
        for route: Route, _ body: (HTTPClient) async throws(FetchError) -> Value
    ) async throws(FetchError) -> Value {
        let client = try borrow(route)
        defer { giveBack(route) }
        return try await body(client)
    }

    func shutdown() async {
        let clients = shelf.withLock { shelf in
            shelf.isClosed = true
            defer { shelf.clients = [:] }
            return shelf.clients.values.map(\.client)
        }
        for client in clients {
            try? await client.shutdown()
        }
    }

    private func borrow(_ route: Route) throws(FetchError) -> HTTPClient {
        let (client, displaced) = try shelf.withLock { shelf throws(FetchError) in
            guard !shelf.isClosed else { throw .unavailable }
            var displaced: HTTPClient?
            if shelf.clients[route] == nil {
                // A client that was made must be shut down, so nothing may fail between taking one out and putting one in.
                let configuration = try configuration(for: route)
                if shelf.clients.count >= capacity { displaced = try Self.takeLeastRecent(from: &shelf) }
                shelf.clients[route] = Lent(client: Self.makeClient(configuration))
            }
            shelf.uses += 1
            shelf.clients[route]?.borrowers += 1
            shelf.clients[route]?.lastUse = shelf.uses
            return (shelf.clients[route]?.client, displaced)
        }
        displaced?.shutdown { _ in }  // idle connections only; nobody waits for them
        guard let client else { throw .unavailable }
        return client
    }

    private func giveBack(_ route: Route) {
        shelf.withLock { $0.clients[route]?.borrowers -= 1 }
    }

    private static func takeLeastRecent(from shelf: inout Shelf) throws(FetchError) -> HTTPClient {
        let idle = shelf.clients.filter { $0.value.borrowers == 0 }
        guard let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse }) else { throw .unavailable }
        shelf.clients[oldest.key] = nil
        return oldest.value.client
    }

    private func configuration(for route: Route) throws(FetchError) -> HTTPClient.Configuration {
        let tls: TLSConfiguration
        do { tls = try Self.tls(trusting: route.certificateAuthority) } catch { throw .refused(error) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout)),
            connectionPool: .init(
                idleTimeout: .seconds(60), concurrentHTTP1ConnectionsPerHostSoftLimit: Self.connectionsPerHost),
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        // The fetcher tries again, and on another address.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tracing.tracer = nil  // our trace ids are nobody else's business
        if case .name(let name) = route.host {
            configuration.dnsOverride = [name: "\(route.address)"]
        }
        return configuration
    }

    private static func makeClient(_ configuration: HTTPClient.Configuration) -> HTTPClient {
        HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
    }

    static func tls(trusting authority: String?) throws(FetchRefusal) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        guard let authority else { return tls }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)), !certificates.isEmpty
        else {
            throw .unreadableAuthority
        }
        tls.trustRoots = .certificates(certificates)
        return tls
    }
}

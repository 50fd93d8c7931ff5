/// Every API that the authorizer speaks for.
package struct RouteTable: Sendable {
    package let proxy: ProxyKind
    /// How many proxies of the operator's a request comes through, the one that asks included.
    package let hops: Int
    package let apis: [GuardedAPI]
    private let byHost: [String: GuardedAPI]

    init(proxy: ProxyKind, hops: Int, apis: [GuardedAPI]) {
        self.proxy = proxy
        self.hops = hops
        self.apis = apis
        byHost = Dictionary(apis.flatMap { api in api.hosts.map { ($0, api) } }) { first, _ in first }
    }

    /// Whether a proxy must say which API it guards, so that its host and the API behind it are of one.
    var hasSeveralAPIs: Bool { apis.count > 1 }

    /// - Parameter host: as the client wrote it. A host that was declared without a port is meant at the ports of HTTP and
    ///   HTTPS.
    package func api(at host: String) -> GuardedAPI? {
        // Beyond ASCII, different letters can be equal texts.
        guard host.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let host = host.lowercased()
        if let api = byHost[host] { return api }
        for port in [":80", ":443"] where host.hasSuffix(port) { return byHost[String(host.dropLast(port.count))] }
        return nil
    }

    /// Bytes of the file.
    package static let longestFile = 1_048_576
    package static let mostAPIs = 100
    package static let mostRoutes = 1_000
}

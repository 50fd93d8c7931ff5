/// Where a server is that the person at the keyboard named: `https://sluice.example.com`, `http://localhost:8080`.
package struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
    private let target: TargetURL

    /// - Parameter text: an `http` or `https` URL without query, fragment and user information. A path is put in front
    ///   of every request's.
    package init(_ text: String) throws(FetchRefusal) {
        let target = try TargetURL(text)
        guard !target.resource.contains("?") else { throw .malformedURL }
        self.target = target
    }

    package var isEncrypted: Bool { target.scheme == .https }

    /// Whether it is this machine, by its name or its address.
    package var isThisMachine: Bool { target.host.isLoopback }

    /// What the `Host` header says: without the port that the scheme means anyway.
    package var authority: String {
        target.port == (isEncrypted ? 443 : 80) ? "\(target.host)" : target.authority
    }

    /// The path as the server will see it.
    package func path(_ path: String) -> String {
        (target.resource.hasSuffix("/") ? String(target.resource.dropLast()) : target.resource) + path
    }

    package var description: String { "\(target.scheme.rawValue)://\(authority)\(path(""))" }

    func url(_ request: DirectRequest) -> String {
        "\(target.scheme.rawValue)://\(target.authority)\(request.path)\(request.query.isEmpty ? "" : "?")\(request.query)"
    }
}

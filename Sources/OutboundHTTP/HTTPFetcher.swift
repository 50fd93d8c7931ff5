import NIOCore

/// Fetches documents from providers, and stands between us and whatever a URL may point at.
///
/// The URL is taken apart strictly, every address of its host is judged, and the connection goes to a judged address.
/// Nothing is followed, inflated, or believed beyond its limit. One host's trouble stays with that host.
///
/// - Source: OWASP Server Side Request Forgery Prevention; RFC 9110 §9.2.2 (a GET may be repeated).
package final class HTTPFetcher: Sendable {
    let resolve: Resolve
    private let now: @Sendable () -> ContinuousClock.Instant
    private let gates = HostGates()
    let clients: PinnedClients

    /// - Parameter connectTimeout: how long one attempt to connect may take, within the time of the request.
    package convenience init(connectTimeout: Duration = .seconds(2)) {
        self.init(resolve: resolveWithSystem, now: { .now }, connectTimeout: connectTimeout)
    }

    init(
        resolve: @escaping Resolve, now: @escaping @Sendable () -> ContinuousClock.Instant,
        connectTimeout: Duration = .seconds(2)
    ) {
        self.resolve = resolve
        self.now = now
        clients = PinnedClients(connectTimeout: connectTimeout)
    }

    /// Closes all connections. Requests under way fail, and later ones find nobody.
    package func shutdown() async {
        await clients.shutdown()
    }

    package func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchedDocument {
        let target = try admitted(request)
        let host = HostGates.Key(host: target.host, port: target.port, rules: request.rules)
        let pass = try gates.enter(host, at: now())
        let result = await inTime(request.timeout) { () async throws(FetchError) in
            try await self.document(at: target, for: request)
        }
        gates.leave(host, pass, with: outcome(of: result), at: now())
        return try result.get()
    }

    private func admitted(_ request: FetchRequest) throws(FetchError) -> TargetURL {
        do {
            let target = try TargetURL(request.url)
            try AddressPolicy(rules: request.rules).admit(target)
            return target
        } catch {
            throw .refused(error)
        }
    }

    /// Tries a second time, on another address where there is one, after a failure that another try may mend.
    private func document(at target: TargetURL, for request: FetchRequest) async throws(FetchError) -> FetchedDocument {
        let attempts = request.method == .get ? request.attempts : 1
        for address in try await ends(of: addresses(of: target, for: request)).prefix(attempts)
        where !Task.isCancelled {
            let answer = try await attempt(target, at: address, for: request)
            if let answer, !answer.invitesRetry || request.readsFailures {
                return try answer.document(readsRefusals: request.readsRefusals, readsFailures: request.readsFailures)
            }
        }
        throw .unavailable
    }

    /// One answer, or nil when there was none.
    private func attempt(
        _ target: TargetURL, at address: IPAddress, for request: FetchRequest
    ) async throws(FetchError) -> Answer? {
        let route = PinnedClients.Route(
            host: target.host, address: address, certificateAuthority: request.rules.certificateAuthority)
        do {
            return try await clients.withClient(for: route) { client async throws(FetchError) in
                try await client.ask(target, request)
            }
        } catch .unavailable {
            return nil
        }
    }

    private func addresses(of target: TargetURL, for request: FetchRequest) async throws(FetchError) -> [IPAddress] {
        let addresses =
            switch target.host {
            case .address(let address): [address]
            case .name(let name): try await resolve(name, request.timeout)
            }
        do {
            try AddressPolicy(rules: request.rules).admit(addresses, for: target)
        } catch {
            throw .refused(error)
        }
        return addresses
    }

    /// The first and the last address: the resolver puts the families one behind the other, so that where both exist
    /// the second attempt takes the other one.
    private func ends(of addresses: [IPAddress]) -> [IPAddress] {
        [addresses.first, addresses.last].compactMap(\.self)
    }

    private func outcome(of result: Result<FetchedDocument, FetchError>) -> HostGate.Outcome {
        switch result {
        case .success(let document) where document.status >= 500: .failed
        case .success, .failure(.protocolViolation): .answered
        case .failure(.refused): .abandoned
        case .failure(.throttled(let seconds)): .throttled(retryAfter: seconds)
        case .failure(.unavailable): Task.isCancelled ? .abandoned : .failed
        }
    }

    /// The work's result, or `.unavailable` when time is up first; the work is cancelled then.
    private func inTime(
        _ limit: Duration, _ work: @escaping @Sendable () async throws(FetchError) -> FetchedDocument
    ) async -> Result<FetchedDocument, FetchError> {
        await withTaskGroup(of: Result<FetchedDocument, FetchError>.self) { group in
            group.addTask {
                do throws(FetchError) { return .success(try await work()) } catch { return .failure(error) }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return .failure(.unavailable)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.unavailable)
        }
    }
}

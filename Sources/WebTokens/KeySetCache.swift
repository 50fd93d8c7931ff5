import OutboundHTTP
import Synchronization

/// The key sets and discovery documents of all issuers, each fetched once for everybody.
///
/// What is asked for by the same URL under the same rules is the same source. The number of sources is bounded; the ones
/// that nobody used lately are forgotten first and would only have to be fetched again.
package final class KeySetCache: Sendable {
    private struct Address: Hashable, Sendable {
        let url: String
        let issuer: String?
        let rules: FetchRules
    }

    private let environment: KeySourceEnvironment
    private let keySets: Mutex<Generations<Address, RemoteKeySet>>
    private let issuers: Mutex<Generations<Address, DiscoveredKeySource>>

    /// - Parameters:
    ///   - fetch: the guarded way out.
    ///   - capacity: how many key sets, and how many discovery documents, are kept at most.
    ///   - refreshShare: which part of a document's life passes before it is fetched again.
    ///   - report: hears of what a person should look into.
    package init(
        fetch: @escaping Fetch, capacity: Int = 2_000,
        refreshShare: @escaping @Sendable () -> Double = { .random(in: 0.7...0.9) },
        report: @escaping @Sendable (KeySourceEvent) -> Void = { _ in }
    ) {
        environment = KeySourceEnvironment(fetch: fetch, refreshShare: refreshShare, report: report)
        keySets = Mutex(Generations(capacity: capacity))
        issuers = Mutex(Generations(capacity: capacity))
    }

    /// The key set behind `url`, which comes from a descriptor or a registration and never from a token.
    package func keySet(at url: String, rules: FetchRules) -> any KeySource {
        remoteKeySet(at: url, rules: rules)
    }

    /// The keys of an issuer that publishes a discovery document.
    ///
    /// - Parameters:
    ///   - issuer: with its scheme.
    ///   - url: where the document is, when not below the issuer.
    package func keys(of issuer: String, discoveredAt url: String? = nil, rules: FetchRules) -> any KeySource {
        let address = Address(url: url ?? DiscoveryDocument.url(of: issuer), issuer: issuer, rules: rules)
        return issuers.withLock { issuers in
            if let source = issuers.value(for: address) { return source }
            let source = DiscoveredKeySource(
                issuer: issuer, url: address.url, rules: rules, environment: environment
            ) { [self] in remoteKeySet(at: $0, rules: rules) }
            issuers.insert(source, for: address)
            return source
        }
    }

    private func remoteKeySet(at url: String, rules: FetchRules) -> RemoteKeySet {
        let address = Address(url: url, issuer: nil, rules: rules)
        return keySets.withLock { keySets in
            if let source = keySets.value(for: address) { return source }
            let source = RemoteKeySet(url: url, rules: rules, environment: environment)
            keySets.insert(source, for: address)
            return source
        }
    }
}

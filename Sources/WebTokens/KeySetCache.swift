import OutboundHTTP
import Synchronization

/// The key sets and discovery documents of all issuers, each fetched once for everybody.
///
/// What is asked for by the same URL under the same rules is the same source. The number of sources is bounded; the
/// ones that nobody used lately are forgotten first and would only have to be fetched again.
package final class KeySetCache: Sendable {
    private struct Address: Hashable, Sendable {
        let issuer: String
        let url: String
        let rules: FetchRules
    }

    private let environment: KeySourceEnvironment
    private let keySets: RemoteKeySets
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
        keySets = RemoteKeySets(environment: environment, capacity: capacity)
        issuers = Mutex(Generations(capacity: capacity))
    }

    /// The key set behind `url`, which comes from a descriptor or a registration and never from a token.
    package func keySet(at url: String, rules: FetchRules) -> any KeySource {
        keySets.keySet(at: url, rules: rules)
    }

    /// The keys of an issuer that publishes a discovery document.
    ///
    /// - Parameters:
    ///   - issuer: with its scheme.
    ///   - url: where the document is, when not below the issuer.
    package func keys(of issuer: String, discoveredAt url: String? = nil, rules: FetchRules) -> any KeySource {
        let address = Address(issuer: issuer, url: url ?? DiscoveryDocument.url(of: issuer), rules: rules)
        return issuers.withLock { issuers in
            if let known = issuers.value(for: address) { return known }
            let source = DiscoveredKeySource(
                issuer: issuer, url: address.url, rules: rules, environment: environment, keySets: keySets)
            issuers.insert(source, for: address)
            return source
        }
    }
}

import IdentityModel
import OutboundHTTP
import WebTokens

/// One issuer, put together from a descriptor, the key under which a token came, and the registration of the pool.
///
/// What a descriptor pins, a registration cannot change: it may narrow algorithms and name further audiences, and only
/// an issuer that lives by its registration takes its place and its authority from there.
struct IssuerPlace {
    let policy: TokenPolicy
    /// Whether anybody vouched for this issuer. A key that is neither described nor registered could be anyone's.
    let isKnown: Bool
    let keys: ProviderDescriptor.KeyLocation
    let rules: FetchRules

    init(
        of key: ProviderName, by descriptor: ProviderDescriptor, registeredAs registered: OpenIDIssuer?
    ) throws(LoginError) {
        var policy = descriptor.policy
        var rules = descriptor.rules
        switch descriptor.loginKey {
        case .registered:
            isKnown = registered != nil
            let url = registered?.url ?? "https://\(key)"
            guard url.hasSuffix("://\(key)") else { throw .misconfigured }
            policy.issuer = url
            policy.acceptedIssuers = registered?.keySetURL == nil ? [url, url + "/"] : [url]
            keys = registered?.keySetURL.map { .url($0) } ?? .discovery(registered?.discoveryURL)
            rules.certificateAuthority = registered?.certificateAuthority ?? rules.certificateAuthority
        case .exact:
            isKnown = true
            keys = descriptor.keys
        case .template:
            isKnown = true
            policy = policy.filled(with: key)
            keys = descriptor.keys(of: key)
        }
        if let algorithms = registered?.algorithms {
            let admitted = policy.algorithms.union(descriptor.furtherAlgorithms)
            policy.algorithms = admitted.filter { algorithms.contains($0.rawValue) }
        }
        policy.audience.trusted.formUnion(registered?.trustedAudiences ?? [])
        self.policy = policy
        self.rules = rules
    }

    func keySource(in keySets: KeySetCache) -> any KeySource {
        switch keys {
        case .url(let url): keySets.keySet(at: url, rules: rules)
        case .discovery(let url): keySets.keys(of: policy.issuer, discoveredAt: url, rules: rules)
        }
    }
}

extension ProviderDescriptor {
    fileprivate func keys(of key: ProviderName) -> KeyLocation {
        guard case .url(let url) = keys else { return keys }
        return .url(url.replacing("{endpoint}", with: endpoint(of: key)))
    }

    /// Where the issuer behind a key is reached: at its own name, unless an override has it elsewhere.
    private func endpoint(of key: ProviderName) -> String {
        guard !endpointOverrides.isEmpty, case .template(let template) = loginKey,
            let poolID = template.poolID(in: key), let override = endpointOverrides[poolID] ?? endpointOverrides["*"]
        else { return "https://\(key)" }
        return override.replacing("{poolId}", with: poolID)
    }
}

extension TokenPolicy {
    /// The policy with the key in its issuers.
    func filled(with key: ProviderName) -> TokenPolicy {
        var filled = self
        filled.issuer = issuer.replacing("{login_key}", with: key.rawValue)
        filled.acceptedIssuers = acceptedIssuers.map { $0.replacing("{login_key}", with: key.rawValue) }
        return filled
    }
}

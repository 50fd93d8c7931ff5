import IdentityModel

import struct Foundation.Date

/// Finds the adapter that proves logins under a key.
package struct ProviderCatalog: Sendable {
    private let exact: [ProviderName: any LoginProvider]
    private let templates: [(template: LoginKeyTemplate, provider: any LoginProvider)]
    /// For every key that no descriptor names. Nil when no descriptor serves registered issuers.
    private let registered: (any LoginProvider)?

    /// Keys of providers that are no more. Their tokens were never such as the adapter for registered issuers reads.
    private static let unserved: Set<ProviderName> = ["www.digits.com"]

    package init(_ catalog: DescriptorCatalog, in environment: AdapterEnvironment) {
        var exact: [ProviderName: any LoginProvider] = [:]
        var templates: [(template: LoginKeyTemplate, provider: any LoginProvider)] = []
        var registered: (any LoginProvider)?
        for descriptor in catalog.descriptors {
            let provider = descriptor.kind.adapter(for: descriptor, in: environment)
            switch descriptor.loginKey {
            case .exact(let key): exact[key] = provider
            case .template(let template): templates.append((template, provider))
            case .registered: registered = provider
            }
        }
        self.exact = exact
        self.templates = templates
        self.registered = registered
    }

    /// The adapter for a key; there is one for every key, if only to say no in the right words.
    package func provider(for name: ProviderName, registration: ClientRegistration) -> any LoginProvider {
        if let provider = exact[name] { return provider }
        if let match = templates.first(where: { $0.template.poolID(in: name) != nil }) { return match.provider }
        // An issuer that was registered under such a key is an OpenID Connect provider like any other.
        if registration.issuer == nil, Self.unserved.contains(name) { return UnservedProvider() }
        return registered ?? UnservedProvider()
    }
}

/// Answers for keys that nobody serves.
private struct UnservedProvider: LoginProvider {
    func verify(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        throw .notConfigured
    }
}

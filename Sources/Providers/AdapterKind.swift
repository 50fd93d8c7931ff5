import IdentityModel
import WebTokens

/// Every kind of proof that there is an adapter for, under the name that descriptors use.
package enum AdapterKind: String, Sendable, CaseIterable {
    /// An ID token of OpenID Connect.
    case openIDToken = "openid_token"
}

extension AdapterKind {
    /// The adapter that serves a descriptor of this kind.
    func adapter(
        for descriptor: ProviderDescriptor, verifier: IDTokenVerifier, keySets: KeySetCache
    ) -> any LoginProvider {
        switch self {
        case .openIDToken: OpenIDTokenProvider(descriptor, verifier: verifier, keySets: keySets)
        }
    }
}

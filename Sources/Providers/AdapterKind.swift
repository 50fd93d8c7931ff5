import IdentityModel

/// Every kind of proof that there is an adapter for, under the name that descriptors use.
package enum AdapterKind: String, Sendable, CaseIterable {
    /// An ID token of OpenID Connect.
    case openIDToken = "openid_token"
    /// An access token of Facebook, or an ID token of its Limited Login.
    case facebookToken = "facebook_token"
    /// A token and its secret, shown by a signature of OAuth 1.0a.
    case oauth1Token = "oauth1_token"
    /// An access token of Login with Amazon.
    case amazonToken = "amazon_token"
}

extension AdapterKind {
    /// Whether such a provider signs tokens, so that its descriptor says where its keys are.
    var hasKeys: Bool {
        switch self {
        case .openIDToken, .facebookToken: true
        case .oauth1Token, .amazonToken: false
        }
    }

    /// Whether the provider itself must be asked about a token, so that its descriptor says where.
    var isAsked: Bool { self != .openIDToken }

    /// The adapter that serves a descriptor of this kind. Whoever asks the provider is remembered for a moment.
    func adapter(for descriptor: ProviderDescriptor, in environment: AdapterEnvironment) -> any LoginProvider {
        let patience = Patience()
        func remembering(_ adapter: some LoginProvider) -> RememberingProvider {
            RememberingProvider(adapter, for: descriptor.introspection, patience: patience)
        }
        switch self {
        case .openIDToken: return OpenIDTokenProvider(descriptor, in: environment)
        case .facebookToken:
            return FacebookTokenProvider(
                accessTokens: remembering(FacebookAccessTokenProvider(descriptor, in: environment, patience: patience)),
                limitedLogin: OpenIDTokenProvider(descriptor, in: environment))
        case .oauth1Token: return remembering(OAuth1TokenProvider(descriptor, in: environment, patience: patience))
        case .amazonToken: return remembering(AmazonTokenProvider(descriptor, in: environment, patience: patience))
        }
    }
}

/// What a pool has registered at one provider: our app ids there and, for an OpenID Connect issuer, where it lives.
///
/// It is handed to the adapter with every token. A provider that the pool does not know comes with no client id at
/// all, and the adapter refuses in the order the wire texts ask for.
package struct ClientRegistration: Sendable, Equatable {
    package var clientIDs: [String]
    /// The registered OpenID Connect issuer, when that is how the pool admits this provider.
    package var issuer: OpenIDIssuer?
    /// Ask the user pool whether the person was signed out or deleted.
    package var serverSideTokenCheck: Bool
    /// What the provider gave us to show that a call comes from our app. It belongs to the first client id.
    package var secret: Secret<String>?
    /// Admit Facebook's Limited Login tokens beside its access tokens.
    package var limitedLogin: Bool

    package init(
        clientIDs: [String] = [], issuer: OpenIDIssuer? = nil, serverSideTokenCheck: Bool = false,
        secret: Secret<String>? = nil, limitedLogin: Bool = false
    ) {
        self.clientIDs = clientIDs
        self.issuer = issuer
        self.serverSideTokenCheck = serverSideTokenCheck
        self.secret = secret
        self.limitedLogin = limitedLogin
    }

    package static let none = ClientRegistration()
    package var isConfigured: Bool { !clientIDs.isEmpty }
}

/// An OpenID Connect issuer as an administrator registered it.
///
/// - Source: IAM API Reference, `CreateOpenIDConnectProvider`; OpenID Connect Discovery 1.0 §2.
package struct OpenIDIssuer: Sendable, Hashable {
    /// The issuer with its scheme, without a trailing slash.
    package var url: String
    /// Where the key set is, when it is not what discovery says. Discovery is then not asked at all.
    package var keySetURL: String?
    /// Where the discovery document is, when it is not below the issuer.
    package var discoveryURL: String?
    /// PEM certificates of a private authority that signs the issuer's TLS certificate.
    package var certificateAuthority: String?
    /// Signature algorithms that are admitted, a subset of what the descriptor allows. Nil: the descriptor's default.
    package var algorithms: [String]?
    /// Foreign audiences that may stand beside ours in an `aud` array.
    package var trustedAudiences: [String]

    package init(
        url: String, keySetURL: String? = nil, discoveryURL: String? = nil, certificateAuthority: String? = nil,
        algorithms: [String]? = nil, trustedAudiences: [String] = []
    ) {
        self.url = url
        self.keySetURL = keySetURL
        self.discoveryURL = discoveryURL
        self.certificateAuthority = certificateAuthority
        self.algorithms = algorithms
        self.trustedAudiences = trustedAudiences
    }
}

import IdentityModel
import OutboundHTTP
import WebTokens

/// What is true of one provider for every pool: its key, its issuer, where its keys are, what its tokens must say.
///
/// It is data from a file; what differs per pool arrives as the registration. Texts may hold placeholders, which are
/// filled in when a token is judged: `{login_key}` for the key of the provider, `{endpoint}` for where it is reached.
package struct ProviderDescriptor: Sendable, Equatable {
    package var id: String
    package var displayName: String
    package var kind: AdapterKind
    package var loginKey: LoginKeyRule
    /// What is demanded of tokens. Its issuers may hold `{login_key}`.
    package var policy: TokenPolicy
    /// Algorithms admitted only when a registration names them.
    package var furtherAlgorithms: Set<SignatureAlgorithm>
    package var keys: KeyLocation
    /// The `token_use` that a token must state. Nil when the provider knows no such claim.
    package var tokenUse: String?
    /// The third element of `amr`, with `{login_key}`, `{audience}` and `{subject}`. Nil for the usual form.
    package var methodDetail: String?
    package var rules: FetchRules
    /// Base URLs in place of the issuer's own, by user-pool id, or `*` for all of them; `{poolId}` may occur in them.
    package var endpointOverrides: [String: String]
    /// Claims that are truth values, or the text of one.
    package var flagClaims: [String]
    /// Base URL of the API that is asked about people of a user pool, with `{region}`. Nil: nobody can be asked.
    package var serverSideCheck: String?
    /// How the provider is asked about tokens that only it can read.
    package var introspection: Introspection

    package enum KeyLocation: Sendable, Equatable {
        /// A key set whose URL is pinned.
        case url(String)
        /// Where the issuer's discovery document says. Nil: the document is below the issuer.
        case discovery(String?)
    }
}

/// Which keys of a `Logins` map belong to a provider.
package enum LoginKeyRule: Sendable, Hashable {
    case exact(ProviderName)
    case template(LoginKeyTemplate)
    /// Every issuer that was registered, under its URL without the scheme.
    case registered
}

import IdentityModel

/// Names that a pool's developer provider cannot have: a user of it would be taken for somebody else's, in `amr` or
/// among the logins of an identity.
package enum DeveloperProviderName {
    /// What `amr` says of an identity itself, our own key, and the keys of the public providers.
    ///
    /// - Source: Amazon Cognito Developer Guide, "Identity pools third-party identity providers".
    private static let reserved: [ProviderName] = [
        "authenticated", "unauthenticated", .broker, "accounts.google.com", "graph.facebook.com", "www.amazon.com",
        "api.twitter.com", "www.digits.com", "appleid.apple.com",
    ]

    /// Of nobody, whatever the pool.
    package static func isReserved(_ name: String) -> Bool {
        reserved.contains(ProviderName(name)) || name.hasPrefix("cognito-idp.")
    }
}

extension IdentityPool {
    /// Whether logins under that key come from one of the pool's public providers.
    package func hasPublicProvider(_ name: String) -> Bool {
        let issuers = openIDProviderARNs.compactMap { arn in
            arn.firstRange(of: ":oidc-provider/").map { ProviderName(String(arn[$0.upperBound...])) }
        }
        return (socialProviders.map(\.name) + userPoolClients.map(\.name) + issuers).contains(ProviderName(name))
    }
}

/// An OpenID Connect issuer that an account trusts, with the apps it may issue tokens for.
///
/// - Source: IAM API Reference, `CreateOpenIDConnectProvider`.
package struct OpenIDProvider: Sendable, Equatable {
    package var account: AccountID
    package var issuer: OpenIDIssuer
    /// At most 100.
    package var clientIDs: [String]
    /// Hex SHA-1 of certificates, kept for the API's sake; the TLS chain is always judged by its authorities.
    package var thumbprints: [String]

    package init(account: AccountID, issuer: OpenIDIssuer, clientIDs: [String], thumbprints: [String] = []) {
        self.account = account
        self.issuer = issuer
        self.clientIDs = clientIDs
        self.thumbprints = thumbprints
    }

    /// The key in a `Logins` map: the issuer without its scheme.
    package var name: ProviderName { ProviderName(Self.withoutScheme(issuer.url)) }

    package var arn: String { Self.arn(account: account, url: issuer.url) }

    package static func arn(account: AccountID, url: String) -> String {
        "arn:aws:iam::\(account):oidc-provider/\(withoutScheme(url))"
    }

    private static func withoutScheme(_ url: String) -> String {
        for scheme in ["https://", "http://"] where url.hasPrefix(scheme) { return String(url.dropFirst(scheme.count)) }
        return url
    }
}

/// Which claims of one provider's logins become tags of the session (attributes for access control).
///
/// A pool keeps these by provider: the `Logins` key of a user pool (without a client id) or social provider, the ARN of
/// an OpenID Connect or SAML provider.
///
/// - Source: Amazon Cognito Identity API Reference, `SetPrincipalTagAttributeMap`.
package struct PrincipalTagMap: Sendable, Equatable {
    /// Two tags, `client` and `username`, in place of `claims`, which are kept all the same.
    package var usesDefaults: Bool
    /// Names of claims by tag key. At most 50; keys up to 128 characters, names up to 256.
    package var claims: [String: String]

    package init(usesDefaults: Bool, claims: [String: String] = [:]) {
        self.usesDefaults = usesDefaults
        self.claims = claims
    }
}

/// Causes of a refusal that clients are told in one breath with others, or in words of the provider's. Each has a code of
/// its own; they are part of what others rely on: never reuse one.
enum ExchangeCause: String, Sendable, CaseIterable {
    /// Nobody's login was given, and the identity is somebody's.
    case loginNeeded = "identity-needs-login"
    case identityDisabled = "identity-disabled"
    /// An administrator has suspended the identity that the token was issued for.
    case identitySuspended = "token-of-suspended-identity"
    /// The developer's user that the token was issued for is no longer the identity's.
    case userUnlinked = "token-of-unlinked-user"
    /// Only a person's identity has logins to take away.
    case identityHasNoLogins = "identity-has-no-logins"
    /// Our own token was issued for another identity.
    case tokenOfAnotherIdentity = "login-of-another-identity"
    /// Whoever asks to unlink proves none of the identity's logins.
    case unlinkingWithoutProof = "unlink-without-own-login"
    /// The developer provider stands among the logins of a public operation.
    case developerLoginInPublic = "login-of-developer-provider"

    case issuerMissing = "token-issuer-missing"
    case requiredClaimMissing = "token-required-claim-missing"
    case audiencesEmpty = "token-audience-empty"
    case authorizedPartyMissing = "token-authorized-party-missing"
    case issuerNotRegistered = "token-issuer-not-registered"
    case notASignedToken = "token-not-signed"
    case notOfAPool = "token-not-of-an-identity"
    case roleNotInToken = "token-roles-exclude-role"
    case tokenTagsMalformed = "token-tags-malformed"
    case tokenTransitiveKeysMalformed = "token-transitive-keys-malformed"
    case tokenSourceIdentityMalformed = "token-source-identity-malformed"
    case tokenRolesMalformed = "token-roles-malformed"
    case tokenRolesEmpty = "token-roles-empty"
}

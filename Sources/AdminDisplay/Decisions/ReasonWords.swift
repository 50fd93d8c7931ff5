/// What the commonest reason codes say, in a sentence. A code without one is shown by itself.
enum ReasonWords {
    static func sentence(_ code: String) -> String? { sentences[code] }

    /// A code with its sentence, where there is one.
    static func text(_ code: String) -> String {
        sentence(code).map { "\($0) [\(code.shown)]" } ?? code.shown
    }

    private static let sentences = [
        // Roles.
        "default-for-guests": "the pool's role for guests",
        "default-for-authenticated": "the pool's role for people who signed in",
        "developer-provider": "the pool's role for people who signed in, by its developer provider",
        "token-preferred-role": "the token prefers this role",
        "token-only-role": "the token names this role and no other",
        "token-requested-role": "it was asked for, and the token names it",
        "first-matching-rule": "the first rule that matches",
        "requested-matching-rule": "it was asked for, and a rule that gives it matches",
        "default-no-rule-matches": "no rule matches, so the pool's role for people who signed in",
        "default-token-names-no-role": "the token names no role, so the pool's role for people who signed in",
        "default-token-names-several-roles":
            "the token names several roles and prefers none, so the pool's role for people who signed in",
        "no-role-for-guests": "the pool has no role for guests",
        "no-role-for-authenticated": "the pool has no role for people who signed in",
        "requested-role-not-for-guests": "a guest cannot ask for a role",
        "requested-role-without-mapping": "a role was asked for, and no mapping gives any",
        "requested-role-of-developer-user": "users of a back end cannot ask for a role",
        "requested-role-not-in-token": "the role that was asked for is not in the token",
        "requested-role-of-no-matching-rule": "no rule that matches gives the role that was asked for",
        "denied-no-rule-matches": "no rule matches, and the mapping denies then",
        "denied-token-names-no-role": "the token names no role, and the mapping denies then",
        "denied-token-names-several-roles":
            "the token names several roles and prefers none, and the mapping denies then",
        // Logins.
        "login-provider-not-configured": "the pool has no app at this provider",
        "login-audience-mismatch": "the token is for another app than the pool's",
        "login-malformed": "this is no token of the kind that the provider issues",
        "login-issuer-mismatch": "the token comes from another issuer",
        "login-claim-missing": "a claim is missing",
        "login-claim-invalid": "a claim has a value that cannot be",
        "login-expired": "the token's time is over",
        "login-expired-at-provider": "the provider says that the token's time is over",
        "login-not-yet-valid": "the token's time has not come",
        "login-algorithm-rejected": "it is signed in a way that this provider does not sign",
        "login-key-rejected": "its key cannot sign such tokens",
        "login-key-unknown": "the provider publishes no key of that name",
        "login-bad-signature": "the signature is not the provider's",
        "login-wrong-token-use": "it is another kind of token, such as an access token",
        "login-refused-by-provider": "the provider says that the token is not good",
        "login-revoked": "the provider says that the token was taken back",
        "login-provider-unavailable": "the provider did not answer",
        "login-provider-throttled": "the provider asks to come back later",
        "login-provider-answer-unusable": "the provider answered with something that cannot be used",
        // Identities and roles that could not be had.
        "pool-not-found": "there is no such pool",
        "identity-not-found": "there is no such identity",
        "guests-not-allowed": "the pool takes no guests",
        "identity-needs-login": "the identity is somebody's, and no login was given",
        "identity-disabled": "the identity is disabled",
        "logins-do-not-match": "the logins belong to another identity than the one that was named",
        "role-not-found": "there is no such role",
        "assume-role-not-allowed-by-trust-policy": "no statement of the role's trust policy lets this identity in",
        "assume-role-denied-by-trust-policy": "the role's trust policy denies it",
    ]
}

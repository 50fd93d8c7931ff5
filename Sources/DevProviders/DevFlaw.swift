/// What can be wrong with a token that is asked for: the rows of the table of attacks that are about tokens.
package enum DevFlaw: String, Sendable, CaseIterable {
    // Signed tokens: form.
    case twoSegments = "two-segments"
    case fourSegments = "four-segments"
    case emptySignature = "empty-signature"
    case paddedSegment = "padded-segment"
    case trailingSpace = "trailing-space"
    case duplicateClaim = "duplicate-claim"
    case nestedToken = "nested-token"
    case compressed = "compressed"
    case criticalHeader = "critical-header"
    case embeddedKey = "embedded-key"

    // Signed tokens: algorithm, key, signature.
    case noAlgorithm = "algorithm-none"
    case symmetricAlgorithm = "algorithm-hs256"
    case unknownKey = "unknown-key"
    case noKeyID = "no-key-id"
    case foreignKey = "foreign-key"
    case tampered = "tampered"

    // Signed tokens: claims and time.
    case expired = "expired"
    case notYetValid = "not-yet-valid"
    case issuedInFuture = "issued-in-future"
    case noExpiry = "no-expiry"
    case longLived = "long-lived"
    case expiryInMilliseconds = "expiry-in-milliseconds"
    case expiryBeforeIssue = "expiry-before-issue"
    case wrongIssuer = "wrong-issuer"
    case lookAlikeIssuer = "look-alike-issuer"
    case noIssuer = "no-issuer"
    case otherApp = "other-app"
    case noAudience = "no-audience"
    case emptyAudience = "empty-audience"
    case foreignAudienceBeside = "foreign-audience-beside"
    case foreignAuthorizedParty = "foreign-authorized-party"
    case noSubject = "no-subject"
    case emptySubject = "empty-subject"
    case numericSubject = "numeric-subject"
    case longSubject = "long-subject"
    case accessTokenType = "access-token-type"
    case logoutToken = "logout-token"
    case accessToken = "access-token"
    case accessTokenWithAudience = "access-token-with-audience"
    case flagAsText = "flag-as-wrong-text"

    // Tokens that only the provider can read. `expired` and `other-app` are among them too.
    case unknown
    case revoked
    case passwordChanged = "password-changed"
    case pageToken = "page-token"
    case appToken = "app-token"
    case noPerson = "no-person"
    case otherPerson = "other-person"
    case epochExpiry = "epoch-expiry"
    case injected
    case onlyNumber = "only-number"
    case suspended
    case oneHalf = "one-half"
    case threeParts = "three-parts"

    /// Whether a provider's tokens can have it.
    package func applies(to provider: DevProvider) -> Bool { Self.flaws(of: provider).contains(self) }

    static func flaws(of provider: DevProvider) -> [DevFlaw] {
        switch provider {
        case .google: signed
        case .apple: signed + [.flagAsText]
        case .userPool: signed + [.accessToken, .accessTokenWithAudience]
        case .facebook:
            [
                .expired, .otherApp, .unknown, .revoked, .passwordChanged, .pageToken, .appToken, .noPerson,
                .otherPerson, .injected,
            ]
        case .amazon: [.expired, .otherApp, .unknown, .revoked, .noPerson, .otherPerson, .epochExpiry, .injected]
        case .twitter: [.otherApp, .unknown, .revoked, .onlyNumber, .suspended, .oneHalf, .threeParts]
        }
    }

    /// What every provider of signed tokens can get wrong.
    private static let signed: [DevFlaw] = Array(allCases.prefix { $0 != .accessToken })
}

import IdentityModel

/// What is known beforehand of the logins that a mapping key stands for.
///
/// - Source: `docs/providers.md`, "Claims delivered"; Amazon Cognito Developer Guide, "Using rule-based mapping".
enum ProviderClaims {
    /// Providers whose logins have only these.
    private static let bare = ["graph.facebook.com", "www.amazon.com", "api.twitter.com"]
    private static let bareClaims = ["iss", "aud", "sub"]
    /// Providers of their own, whose tokens never have claims of a user pool.
    private static let others = bare + ["accounts.google.com", "appleid.apple.com"]

    /// People change these themselves, or somebody else can have the same.
    static let editable = [
        "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "picture", "locale",
        "zoneinfo", "profile", "website", "birthdate", "gender",
    ]

    static func cannotHave(_ claim: String, _ key: String) -> Bool {
        if bare.contains(where: key.isSameBytes) { return !bareClaims.contains(where: claim.isSameBytes) }
        guard others.contains(where: key.isSameBytes) else { return false }
        return claim.hasPrefix("cognito:") || claim.hasPrefix("custom:")
    }

    /// Whether its tokens can name roles in `cognito:roles`.
    static func namesRoles(_ key: String) -> Bool { !others.contains(where: key.isSameBytes) }

    /// Whether it always says if an address was verified.
    static func vouchesForEmail(_ key: String) -> Bool {
        ["accounts.google.com", "appleid.apple.com"].contains(where: key.isSameBytes)
    }
}

extension RuleSubject {
    /// The claim that it looks at or into.
    var claimName: String? {
        switch self {
        case .claim(let name): name
        case .path(let path): path.steps.first
        case .request: nil
        }
    }
}

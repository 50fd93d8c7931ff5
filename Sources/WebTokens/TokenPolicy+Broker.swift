extension TokenPolicy {
    /// Our own OpenID tokens, whose pool is their audience.
    package static func broker(issuer: String) -> TokenPolicy {
        var policy = TokenPolicy(
            issuer: issuer,
            algorithms: Set(SigningKey.Algorithm.allCases.compactMap { SignatureAlgorithm(rawValue: $0.rawValue) }))
        policy.types = ["jws"]
        policy.audience = AudienceRule(.single)
        policy.requiredClaims = ["iat"]
        return policy
    }
}

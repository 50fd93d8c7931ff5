/// What is demanded of the tokens of one issuer, fixed before the first byte of a token is believed.
package struct TokenPolicy: Sendable, Hashable {
    /// The issuer as it is reported and stored, whatever accepted spelling a token used.
    package var issuer: String
    /// Every spelling of `iss` that means this issuer, compared byte by byte.
    package var acceptedIssuers: [String]
    package var algorithms: Set<SignatureAlgorithm>
    /// Whether a token without `kid` is refused instead of tried against the issuer's keys.
    package var requiresKeyID = true
    package var rsaKeys = RSAKeyRule()
    /// What `typ` may say when it says something, in lower case. Access tokens (RFC 9068), logout tokens and security
    /// events all have types of their own.
    ///
    /// - Source: RFC 7519 §5.1.
    package var types: Set<String> = ["jwt"]
    /// Header members whose mere presence is an offence.
    package var forbiddenHeaderMembers: [String] = []
    package var audience = AudienceRule()
    /// Seconds after `exp` during which a token still counts.
    package var expiryLeeway: Int64 = 0
    /// Seconds by which `iat` and `nbf` may lie ahead of our clock.
    package var notBeforeLeeway: Int64 = 300
    /// The longest life of a token, in seconds.
    package var maximumLifetime: Int64 = 86_700
    /// Claims that must be there, beyond `iss`, `sub`, `aud` and `exp`.
    package var requiredClaims: [String] = []
    /// Claims that must be there with exactly this text, such as the `hd` of a company.
    package var claimEquals: [String: String] = [:]

    /// - Parameter acceptedIssuers: nil for the canonical spelling alone.
    package init(
        issuer: String, acceptedIssuers: [String]? = nil, algorithms: Set<SignatureAlgorithm> = .openIDConnect
    ) {
        self.issuer = issuer
        self.acceptedIssuers = acceptedIssuers ?? [issuer]
        self.algorithms = algorithms
    }
}

extension TokenPolicy {
    /// The narrow start for providers whose habits are known: RS256, a key id, an issue time, no keys in the header.
    package static func named(issuer: String, acceptedIssuers: [String]? = nil) -> TokenPolicy {
        var policy = TokenPolicy(issuer: issuer, acceptedIssuers: acceptedIssuers, algorithms: .named)
        policy.rsaKeys.exponents = [65_537]
        policy.forbiddenHeaderMembers = ["jwk", "jku", "x5u", "x5c"]
        policy.requiredClaims = ["iat"]
        return policy
    }

    /// The start for any other OpenID Connect issuer, whose key ids are optional and whose final slash may be missing
    /// from the registration. Which of the two spellings counts is settled by the discovery document, when there is
    /// one.
    ///
    /// - Parameter issuer: with its scheme, without a trailing slash.
    package static func openIDConnect(issuer: String) -> TokenPolicy {
        var policy = TokenPolicy(issuer: issuer, acceptedIssuers: [issuer, issuer + "/"])
        policy.requiresKeyID = false
        return policy
    }
}

/// Which RSA keys are good enough, within what a key set admits at all.
package struct RSAKeyRule: Sendable, Hashable {
    package var minimumBits = 2048
    /// Nil: every odd exponent from 3 on.
    package var exponents: Set<UInt32>?

    package init(minimumBits: Int = 2048, exponents: Set<UInt32>? = nil) {
        self.minimumBits = minimumBits
        self.exponents = exponents
    }

    func admits(bits: Int, exponent: UInt32) -> Bool {
        bits >= minimumBits && exponents?.contains(exponent) ?? true
    }
}

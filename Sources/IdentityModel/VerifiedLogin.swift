import struct Foundation.Date

/// A login that was proven. Only an adapter makes one, and only after every check passed.
package struct VerifiedLogin: Sendable {
    /// The key under which the token was presented.
    package let provider: ProviderName
    /// The canonical issuer, after aliases; from configuration, never from the token.
    package let issuer: String
    /// The provider's stable id of the person, byte for byte. Never an e-mail or a user name.
    package let subject: String
    /// The one registered client id that matched. Never a secret.
    package let audience: String
    package let claims: Claims
    package let proof: Proof
    package let issuedAt: Date?
    package let expiresAt: Date
    /// The third element that this login adds to the `amr` of our own token.
    package let methodDetail: String
    /// What the token was signed with, when it was a signed one.
    package let signature: TokenSignature?

    package init(
        provider: ProviderName, issuer: String, subject: String, audience: String, claims: Claims, proof: Proof,
        issuedAt: Date?, expiresAt: Date, methodDetail: String? = nil, signature: TokenSignature? = nil
    ) {
        self.provider = provider
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
        self.claims = claims
        self.proof = proof
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.signature = signature
        self.methodDetail = methodDetail ?? "\(provider):\(audience):\(subject)"
    }

    /// How the login was proven.
    package enum Proof: String, Sendable {
        case signedToken, introspection, oauth1, saml, developer
    }
}

/// What a token was signed with, to be told and not to be relied on.
package struct TokenSignature: Sendable, Equatable {
    /// As in the header: `RS256`.
    package let algorithm: String
    /// `kid`.
    package let keyID: String?

    package init(algorithm: String, keyID: String?) {
        self.algorithm = algorithm
        self.keyID = keyID
    }
}

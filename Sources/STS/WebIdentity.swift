import IdentityModel

import struct Foundation.Date

/// An identity of one of our pools, as trust policies see it. Whoever makes one has proven it.
package struct WebIdentity: Sendable, Equatable {
    package let pool: IdentityPoolID
    package let identity: IdentityID
    /// `amr`: `unauthenticated`, or `authenticated` and the providers used.
    package let methods: [String]
    /// Tags that the session is to bear.
    package let tags: [String: String]
    /// When the token of ours was issued that proves the identity; nil when its logins were proven just now.
    package let tokenIssuedAt: Date?
    /// `aud`.
    package let audience: String
    /// `sub`.
    package let subject: String

    package init(
        pool: IdentityPoolID, identity: IdentityID, methods: [String], tags: [String: String] = [:],
        tokenIssuedAt: Date? = nil
    ) {
        self.tokenIssuedAt = tokenIssuedAt
        self.pool = pool
        self.identity = identity
        self.methods = methods
        self.tags = tags
        audience = "\(pool)"
        subject = "\(identity)"
    }

    /// The federated principal that trust policies name, whatever our issuer is.
    package static let provider = "cognito-identity.amazonaws.com"
}

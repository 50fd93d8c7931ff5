import IdentityModel

import struct Foundation.Date

/// Where the keys of one issuer come from.
package protocol KeySource: Sendable {
    /// The keys that are at hand, without waiting. Nil: they must be asked for.
    func heldKeys(at now: Date) -> IssuerKeys?

    /// The keys, waiting for them when none are at hand. A cancelled caller stops waiting at once.
    func keys(at now: Date) async throws(LoginError) -> IssuerKeys

    /// The keys, asked for once more when `kid` is not among those at hand and nothing forbids asking. The answer may
    /// still lack it.
    func keys(including kid: String, at now: Date) async throws(LoginError) -> IssuerKeys
}

/// Keys, with what their publisher says about the tokens that they sign.
package struct IssuerKeys: Sendable {
    package let keySet: JSONWebKeySet
    /// The one spelling of `iss` for which the keys stand. Nil: whatever the policy accepts.
    package let issuer: String?
    /// The algorithms that the publisher announces. Nil: whatever the policy accepts.
    package let algorithms: Set<SignatureAlgorithm>?

    package init(_ keySet: JSONWebKeySet, issuer: String? = nil, algorithms: Set<SignatureAlgorithm>? = nil) {
        self.keySet = keySet
        self.issuer = issuer
        self.algorithms = algorithms
    }
}

/// A key set that was given and never changes by itself: a registration without a way out, or our own keys.
package struct FixedKeySource: KeySource {
    private let issuerKeys: IssuerKeys

    package init(_ keySet: JSONWebKeySet) {
        issuerKeys = IssuerKeys(keySet)
    }

    package func heldKeys(at now: Date) -> IssuerKeys? { issuerKeys }
    package func keys(at now: Date) async throws(LoginError) -> IssuerKeys { issuerKeys }
    package func keys(including kid: String, at now: Date) async throws(LoginError) -> IssuerKeys { issuerKeys }
}

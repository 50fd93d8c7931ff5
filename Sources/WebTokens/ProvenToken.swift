import IdentityModel

import struct Foundation.Date

/// A token whose signature, issuer, audience and times were all found good. Only the verifier makes one.
package struct ProvenToken: Sendable {
    /// The canonical spelling, from the policy.
    package let issuer: String
    /// 1 to 255 visible ASCII characters.
    package let subject: String
    /// The registered client id that matched: `azp` when the token has it, else `aud`.
    package let audience: String
    package let claims: Claims
    package let issuedAt: Date?
    package let expiresAt: Date
    /// What the signature was made with.
    package let signature: TokenSignature
}

import IAMPolicy
import IdentityModel
import SigV4

/// Why a role was not assumed, or a caller not recognised.
///
/// - Source: AWS STS API Reference, errors of `AssumeRoleWithWebIdentity` and `GetCallerIdentity`.
package enum STSError: Error {
    /// The role does not exist, or its trust policy does not admit the caller. Clients are never told which.
    case notAuthorized(action: String, why: AssumptionRefusal)
    /// The same for callers who sign. The text is for the caller, and names who, what and on which role.
    case roleDenied(String, action: String, why: AssumptionRefusal)
    case tagsRefused(SessionTagsError)
    /// No managed policy has this ARN.
    case sessionPolicyNotFound(String)
    /// The session policy is no policy.
    case malformedPolicy(PolicyError)
    /// Session policies and tags together are too large; per cent of the allotted space.
    case packedPolicyTooLarge(percent: Int)
    /// Longer than the role allows, in seconds.
    case durationExceedsRole(maximum: Int)
    /// Longer than sessions begun by sessions last.
    case durationExceedsChaining
    /// The signature of a request cannot be accepted.
    case signatureRefused(SignatureRefusal)
    /// The access key and its session token name nobody.
    case unknownCaller(UnknownCaller)
    case sessionExpired
    /// One of our own tokens, for somebody whose sessions have been ended since it was issued.
    case tokenRevoked(UnknownCaller)
    /// The caller's policies do not allow it. The text is for the caller, and names who, what and on which resource.
    case accessDenied(String)
    /// The session could not be sealed, for want of a root key.
    case notSealed(SealError)
    /// The database did not answer; the text is for the log.
    case unavailable(String)
}

/// The reason behind a refusal, for those who may know it.
package enum AssumptionRefusal: Sendable, Equatable {
    case malformedRoleARN
    case roleNotFound
    case trustPolicy(Decision)
    case tagging(Decision)
    case naming(Decision)
    /// The calling session has another source identity, which it cannot lay aside.
    case sourceIdentityKept
}

package enum UnknownCaller: Sendable, Equatable {
    case noSuchKey
    /// A bearer token that was never made, or was deleted.
    case noSuchToken
    case keyInactive
    case tokenMissing
    /// A session token beside a long-term key.
    case tokenMisplaced
    case tokenNotOpened(SealError)
    case roleGone
    case userGone
    /// The identity was disabled or deleted, or its pool was.
    case identityGone
    /// The developer's user that the token was issued for is no longer the identity's.
    case loginGone
    /// Somebody ended the session, or one that it came from.
    case revoked(by: RevocationScope.Kind)
    /// A kind of session that is never made.
    case sessionKind
}

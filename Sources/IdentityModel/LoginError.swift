/// Why a login was not proven. Cases carry names and times, never text of a token.
package enum LoginError: Error, Equatable {
    /// The pool has nothing registered under this key.
    case notConfigured
    /// The token was issued for an app that the pool has not registered.
    case audienceMismatch
    /// Not a token of the expected kind at all.
    case malformed
    /// Issued by somebody else than the key says.
    case issuerMismatch
    case claimMissing(String)
    case claimInvalid(String)
    /// Both in seconds since 1970, and the seconds that the token would have counted beyond its expiry.
    case expired(now: Int64, expiry: Int64, leeway: Int64 = 0)
    /// The provider itself said that the token's time is over.
    case tokenExpired
    /// The time of `iat` or `nbf`, and the last that would have been admitted, in seconds since 1970.
    case notYetValid(claim: String, at: Int64, horizon: Int64)
    case algorithmRejected
    case keyRejected
    case keyUnknown
    case badSignature
    /// An access, refresh or logout token offered as an identity token.
    case wrongTokenUse
    /// The provider itself said no.
    case tokenInvalid
    /// Signed out, deleted, or consent withdrawn.
    case revoked
    /// One of our own tokens where none is admitted.
    case brokerTokenMisplaced
    /// Another token than ours under our own key.
    case notABrokerToken
    /// The provider did not answer, and nothing usable is cached.
    case providerUnavailable
    case providerThrottled
    /// The provider answered something that it must not.
    case providerProtocol
    /// We lack a secret, a certificate or a driver that the registration asks for.
    case misconfigured
}

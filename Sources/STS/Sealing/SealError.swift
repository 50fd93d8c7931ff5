import struct Foundation.Date

/// Why a session could not be sealed, or a session token was not recognised.
///
/// Callers learn only that their token is invalid, or expired; the case is for the operator.
package enum SealError: Error, Equatable {
    /// No root key is in its sealing time.
    case noSealingKey
    /// In characters of the token.
    case tooLarge(Int)
    /// The cipher itself failed, which it does not with keys of the right length.
    case cipherFailed
    /// Not base64url, or shorter than any token.
    case malformed
    case unknownFormat(version: UInt8, suite: UInt8)
    case unknownKey(UInt64)
    case keyRetired(UInt64)
    /// Changed, or of another access key or deployment: the three cannot be told apart.
    case notAuthentic
    case unknownPayload(version: UInt8)
    case malformedPayload
    case expired(at: Date)
    case issuedAhead(at: Date)
}

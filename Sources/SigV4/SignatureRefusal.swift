/// Why a request's signature was not accepted.
///
/// The code and the wording for the caller are in `SignatureRefusal+Wording.swift`. What a mismatch was about stays on
/// this side: it tells an operator what to look at and would tell an attacker the same.
///
/// - Source: AWS IAM User Guide, "Troubleshoot Signature Version 4 signing for AWS API requests".
package enum SignatureRefusal: Error, Equatable {
    /// Signed twice: in the header and in the query, or in two headers. Which one counts would be a guess.
    case severalSignatures
    case noSignature
    case unsupportedAlgorithm(String)
    case notKeyValue(item: String, header: String)
    case headerPartsMissing([HeaderPart])
    /// The names of the absent parameters.
    case queryParametersMissing([String])
    case hostNotSigned
    case malformedTimestamp(String)
    case malformedExpiry(String)
    /// `window` in seconds.
    case expired(signedAt: SigningTime, now: SigningTime, window: Int64)
    case notYetCurrent(signedAt: SigningTime, now: SigningTime, window: Int64)
    case malformedCredential(String)
    case wrongScope([ScopeProblem])
    /// Nobody holds a key with this id; never thrown before the signature was computed all the same.
    case unknownAccessKey
    case mismatch(Mismatch)

    package enum HeaderPart: Equatable, Sendable {
        case credential, signature, signedHeaders, date
    }

    package enum ScopeProblem: Equatable, Sendable {
        case region(String)
        case service(expected: String)
        case terminator(String)
        case date(scope: String, signedAt: SigningTime)
    }

    package enum Mismatch: Error, Equatable, Sendable {
        /// The list of signed headers is not in ascending order, or names one twice.
        case signedHeadersUnordered
        case signedHeaderAbsent(String)
        /// A header that changes what the request means was added after signing.
        case headerNotSigned(String)
        /// `x-amz-content-sha256` is one of the markers that leave the body unsigned.
        case payloadNotSigned
        case payloadDiffers
        /// Not 64 hexadecimal digits.
        case malformedSignature
        case signatureDiffers
    }
}

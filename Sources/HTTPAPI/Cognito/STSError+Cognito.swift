import STS
import SigV4

/// The name and text of every refusal of a signature or permission, as JSON services of AWS write it.
///
/// - Source: texts recorded from the service; the codes that only its siblings were seen to send are inferred.
extension STSError {
    package var cognitoWire: WireError {
        switch self {
        case .signatureRefused(let refusal): refusal.cognitoWire
        case .unknownCaller(let why):
            WireError(
                "UnrecognizedClientException", "The security token included in the request is invalid.",
                cause: "\(why)")
        case .sessionExpired:
            WireError("ExpiredTokenException", "The security token included in the request is expired")
        case .accessDenied(let message): WireError("AccessDeniedException", message)
        case .unavailable(let cause): .internalError(cause)
        case .notAuthorized, .malformedPolicy, .packedPolicyTooLarge, .durationExceedsRole, .notSealed,
            .roleDenied, .tagsRefused, .tokenRevoked, .sessionPolicyNotFound, .durationExceedsChaining:
            .internalError("\(self)")
        }
    }
}

extension SignatureRefusal {
    fileprivate var cognitoWire: WireError {
        switch code {
        case .missingAuthenticationToken:
            WireError("MissingAuthenticationTokenException", "Missing Authentication Token")
        case .incompleteSignature: WireError("IncompleteSignatureException", message)
        case .signatureDoesNotMatch: WireError("InvalidSignatureException", message)
        case .invalidClientTokenID: WireError("UnrecognizedClientException", message)
        }
    }
}

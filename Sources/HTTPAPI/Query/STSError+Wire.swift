import Federation
import HTTPTypes
import IAMPolicy
import STS
import SigV4

/// The AWS name, status and text of every refusal on the Query protocol.
///
/// - Source: AWS STS API Reference, errors; texts recorded from the service, and ours where nobody recorded one.
extension STSError {
    var wire: WireError {
        switch self {
        case .notAuthorized(_, .malformedRoleARN): WireError("ValidationError", "Request ARN is invalid")
        case .notAuthorized(let action, _): .notAuthorized(to: action, because: explanation)
        case .roleDenied(let message, _, _):
            WireError("AccessDenied", message, status: .forbidden, cause: explanation)
        case .tagsRefused(let error): error.wire
        case .sessionPolicyNotFound(let arn):
            WireError("ValidationError", "Policy \(arn) does not exist or is not attachable.")
        case .durationExceedsChaining:
            WireError(
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
        case .malformedPolicy(let error): WireError("MalformedPolicyDocument", error.message)
        case .packedPolicyTooLarge(let percent):
            WireError(
                "PackedPolicyTooLarge",
                "Packed policy consumes \(percent)% of allotted space, please use smaller policy.")
        case .durationExceedsRole:
            WireError(
                "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        case .signatureRefused(let refusal): refusal.wire
        case .unknownCaller(let why):
            WireError(
                "InvalidClientTokenId", "The security token included in the request is invalid.", status: .forbidden,
                cause: "\(why)")
        case .sessionExpired:
            WireError("ExpiredToken", "The security token included in the request is expired", status: .forbidden)
        case .tokenRevoked(let why):
            WireError("IDPRejectedClaim", "The identity token was revoked.", status: .forbidden, cause: "\(why)")
        case .accessDenied(let message): WireError("AccessDenied", message, status: .forbidden)
        case .notSealed(let error):
            WireError(
                "InternalFailure", "Internal failure", status: .internalServerError,
                cause: "session not sealed: \(error)")
        case .unavailable(let cause): .unavailable(cause)
        }
    }

    /// Whether somebody here must act, rather than whoever set up the role or sent the request.
    var isFault: Bool { wire.isFault }
}

extension SessionTagsError {
    fileprivate var wire: WireError {
        switch self {
        case .tooMany: WireError("ValidationError", "A session can bear no more than 50 tags.")
        case .reservedKey: WireError("InvalidParameterValue", "Tag keys with the prefix aws: are reserved.")
        case .duplicateKey:
            WireError(
                "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        case .transitiveKeyWithoutTag:
            WireError(
                "ValidationError", "The specified transitive tag key must be included in the requested tags.")
        case .inheritedKey:
            WireError(
                "ValidationError",
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session."
            )
        }
    }
}

extension SignatureRefusal {
    fileprivate var wire: WireError {
        switch code {
        case .missingAuthenticationToken: WireError("MissingAuthenticationToken", message, status: .forbidden)
        case .incompleteSignature: WireError("IncompleteSignature", message)
        case .signatureDoesNotMatch: WireError("SignatureDoesNotMatch", message, status: .forbidden)
        case .invalidClientTokenID: WireError("InvalidClientTokenId", message, status: .forbidden)
        }
    }
}

extension WebIdentityError {
    var wire: WireError {
        switch self {
        case .invalidToken(let message): WireError("InvalidIdentityToken", message)
        case .expiredToken(let now, let expiry):
            WireError(
                "ExpiredTokenException",
                "Token expired: current date/time \(now) must be before the expiration date/time \(expiry)")
        case .refused(let error): error.wire
        case .providerUnreachable:
            WireError("IDPCommunicationError", "The identity provider cannot be reached. Try again.")
        case .unavailable(let cause): .unavailable(cause)
        }
    }
}

/// What goes wrong before an action is asked.
extension WireError {
    static let malformedInput = WireError("MalformedInput", "A parameter cannot be read.")
    /// - Source: AWS Query protocol, "Common errors".
    static func throttling(retryAfter seconds: Int64) -> WireError {
        WireError("Throttling", "Rate exceeded", retryAfter: seconds)
    }

    static let missingAction = WireError("MissingAction", "The request names no action.")

    static func invalidAction(_ name: String, version: String?) -> WireError {
        WireError(
            "InvalidAction", "Could not find operation \(name) for version \(version ?? "NO_VERSION_SPECIFIED")")
    }

    static func queryTooLarge(limit: Int) -> WireError {
        WireError("RequestEntityTooLarge", "The request body is larger than \(limit) bytes.", status: .contentTooLarge)
    }

    /// There are no devices here, so no code of one is right.
    static let wrongDeviceCode = WireError(
        "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ", status: .forbidden)

    /// - Parameter reason: for the log alone.
    static func notAuthorized(to action: String, because reason: String? = nil) -> WireError {
        WireError("AccessDenied", "Not authorized to perform \(action)", status: .forbidden, cause: reason)
    }

    static func unavailable(_ cause: String) -> WireError {
        WireError(
            "ServiceUnavailable", "The service is unavailable. Try again.", status: .serviceUnavailable, cause: cause)
    }
}

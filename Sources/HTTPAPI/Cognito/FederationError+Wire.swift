import Federation
import HTTPTypes
import IdentityModel
import STS
import UpstreamSTS

/// The AWS name and text of every refusal. Messages say what, never why.
///
/// - Source: texts recorded from the service; those that nobody recorded are ours.
extension FederationError {
    ///
    /// - Parameter action: clients know no more errors of an operation than its model has; what it has not is answered
    ///   with the nearest that it has.
    package func wire(in action: String) -> WireError {
        switch self {
        case .tooManyLogins(let limit) where action != GetId.action:
            .invalidParameter("Number of linked logins exceeds \(limit).")
        case .unusableTags(let reason) where action != GetCredentialsForIdentity.action: .invalidParameter(reason)
        case .overtaken where ![SetIdentityPoolRoles.action, UpdateIdentityPool.action].contains(action):
            .tooManyRequests(retryAfter: 1)
        default: wire
        }
    }

    private var wire: WireError {
        switch self {
        case .poolNotFound(let id): .notFound("IdentityPool '\(id)' not found.")
        case .identityNotFound(let id): .notFound("Identity '\(id)' not found.")
        case .developerUserNotFound: .notFound("Developer user identifier not found.")
        case .principalTagsNotFound(let provider):
            .notFound("No principal tag attribute map is set for '\(provider)'.")
        case .guestsNotAllowed: .notAuthorized("Unauthenticated access is not supported for this identity pool.")
        case .loginsDoNotMatch:
            .notAuthorized(
                "Logins don't match. Please include at least one valid login for this identity or identity pool.")
        case .identityForbidden(let id), .identityDisabled(let id):
            .notAuthorized("Access to Identity '\(id)' is forbidden.")
        case .loginRefused(let provider, let error): error.wire(of: provider)
        case .roleForbidden(let arn): .notAuthorized("Access to Role '\(arn)' is forbidden.")
        case .ambiguousRole(let mapping):
            .notAuthorized("The ambiguous role mapping rules for: \(mapping) denied this request.")
        case .roleMissing(let guest): .poolConfiguration("no role for \(guest ? "guests" : "authenticated identities")")
        case .unusableTags(let reason): .poolConfiguration(reason)
        case .roleNotAssumable(_, .tokenRevoked): .invalidToken(" Token is revoked.")
        case .roleNotAssumable(let role, let error):
            error.isFault ? .internalError("\(error)") : .poolConfiguration("\(role): \(error.explanation)")
        case .upstreamRefused(let role, let failure): failure.wire(of: role)
        case .loginConflict:
            WireError("ResourceConflictException", "Logins already linked to a different identity.")
        case .registeredElsewhere:
            WireError(
                "DeveloperUserAlreadyRegisteredException",
                "This developer user identifier is already registered with Cognito.")
        case .tooManyLogins(let limit):
            .limitExceeded("An identity can have no more than \(limit) linked logins.")
        case .tooManyPools:
            .limitExceeded("The maximum number of identity pools for this account has been reached.")
        case .tooManyRequests(let seconds): .tooManyRequests(retryAfter: seconds)
        case .overtaken:
            WireError("ConcurrentModificationException", "Identity pool is being modified by another request.")
        case .invalid(let request): .invalidParameter(request.message)
        // No operation of this API does what these are the refusals of.
        case .identity(let problem): .internalError("\(problem)")
        case .unavailable(let cause), .internal(let cause): .internalError(cause)
        }
    }
}

extension LoginError {
    /// A provider's definite no must not look like an outage, which clients retry; nor an outage like a no, upon which
    /// they sign the person out.
    fileprivate func wire(of provider: ProviderName) -> WireError {
        switch self {
        case .notConfigured, .audienceMismatch:
            .notAuthorized("Token is not from a supported provider of this identity pool.")
        case .malformed: .invalidToken(" Not a valid OpenId Connect identity token.")
        case .issuerMismatch: .invalidToken(" Issuer doesn't match providerName")
        case .claimMissing(let claim): .invalidToken(" Missing a required claim: \(claim)")
        case .tokenExpired: .invalidToken(" Token is expired.")
        case .expired(let now, let expiry, _): .invalidToken(" Token expired: \(now) >= \(expiry)")
        case .algorithmRejected, .keyRejected, .keyUnknown, .badSignature:
            .invalidToken(" Couldn't verify signed token.")
        case .brokerTokenMisplaced: .invalidToken(" Can't pass in a Cognito token.")
        case .notABrokerToken: .invalidToken(" Not a Cognito token.")
        case .revoked where provider == .broker: .invalidToken(" Token is revoked.")
        case .claimInvalid, .notYetValid, .wrongTokenUse, .tokenInvalid, .revoked: .invalidToken("")
        case .providerUnavailable, .providerThrottled, .providerProtocol:
            WireError("ExternalServiceException", "\(provider) is not responding.")
        case .misconfigured: .internalError("\(provider) is misconfigured")
        }
    }
}

extension UpstreamFailure {
    /// The client hears what Cognito says when STS refuses, slows down or is away. What the back end said is for the log.
    fileprivate func wire(of role: String) -> WireError {
        let cause = "\(role): back end \(report.backEnd) \(error.explanation)"
        return switch error {
        case .refused, .tokenRefused: .poolConfiguration(cause)
        case .throttled(let seconds, _): .tooManyRequests(retryAfter: Int64(max(seconds, 1)), cause: cause)
        case .unavailable, .circuitOpen, .issuerUnreachable:
            WireError("ExternalServiceException", "The credentials' service is not responding.", cause: cause)
        // Whoever comes again is judged anew.
        case .ended: .tooManyRequests(retryAfter: 1, cause: cause)
        case .unintelligible, .misconfigured, .tokenNotMinted, .notChecked: .internalError(cause)
        }
    }
}

extension WireError {
    fileprivate static func notFound(_ message: String) -> WireError {
        WireError("ResourceNotFoundException", message)
    }

    fileprivate static func notAuthorized(_ message: String) -> WireError {
        WireError("NotAuthorizedException", message)
    }

    fileprivate static func invalidToken(_ detail: String) -> WireError {
        .notAuthorized("Invalid login token.\(detail)")
    }

    fileprivate static func invalidParameter(_ message: String) -> WireError {
        WireError("InvalidParameterException", message)
    }

    fileprivate static func limitExceeded(_ message: String) -> WireError {
        WireError("LimitExceededException", message)
    }

    /// One text for the client, whatever it was; the cause is for whoever set up the pool.
    fileprivate static func poolConfiguration(_ cause: String) -> WireError {
        WireError(
            "InvalidIdentityPoolConfigurationException",
            "Invalid identity pool configuration. Check assigned IAM roles for this pool.", cause: cause)
    }

    /// Tells nothing. The log has the cause beside the request id.
    static func internalError(_ cause: String) -> WireError {
        WireError("InternalErrorException", "Internal error", status: .internalServerError, cause: cause)
    }
}

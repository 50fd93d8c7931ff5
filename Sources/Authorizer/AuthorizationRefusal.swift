import HTTPAPI
import HTTPTypes
import STS
import SigV4

/// Why a request does not pass.
package enum AuthorizationRefusal: Error {
    /// The proxy is not set up as it was declared; the text is for whoever sets it up.
    case notAQuestion(String)
    case hostUnknown
    /// The host belongs to another API than the one that the proxy guards here.
    case hostMisplaced
    case pathAmbiguous(RequestPath.Ambiguity)
    /// A header of the client that some APIs take for one of ours.
    case headerAmbiguous
    case routeUnknown
    case credentialsMissing
    case credentialsAmbiguous
    case signature(STSError)
    case payloadUnsigned
    /// There is a body, and the signature says that there is none.
    case bodyUnsigned
    case tokenNotAdmitted
    case tokenInvalid
    case tokenExpired
    case tokenMisdirected
    /// Ended before its time, or its identity is disabled or gone, or the user whom it was issued for is not its any more.
    case tokenRevoked(UnknownCaller)
    /// The resource is named after something that this caller does not have, such as `identity.id`.
    case resourceUndetermined(String)
    /// The text names who, what and on which resource.
    case denied(String, explicitly: Bool)
    case tooManyRequests(retryAfter: Int64)
    case unavailable(String)
}

extension AuthorizationRefusal {
    /// The machine-readable reason, `docs/authorizer.md` lists them.
    package var reason: String { wire.code }

    /// As the access log knows it.
    package var wire: WireError {
        switch self {
        case .notAQuestion(let message): WireError("proxy-misconfigured", message, cause: message)
        case .hostUnknown: .forbidden("host-unknown", "No API is declared for this host.")
        case .hostMisplaced: .forbidden("host-misplaced", "The host belongs to another API.")
        case .pathAmbiguous(let why): .forbidden("path-ambiguous", "The path can be read in two ways: \(why.rawValue).")
        case .headerAmbiguous:
            .forbidden("header-ambiguous", "A header can be taken for one that says who is calling.")
        case .routeUnknown: .forbidden("route-unknown", "No route is declared for this method and path.")
        case .credentialsMissing: .unauthorized("credentials-missing", "The request bears no credentials.")
        case .credentialsAmbiguous:
            .unauthorized("credentials-ambiguous", "The request bears credentials more than once.")
        case .signature(let error): error.refusal
        case .payloadUnsigned: .unauthorized("payload-unsigned", "The signature must cover the body.")
        case .bodyUnsigned:
            .unauthorized("body-unsigned", "There is a body, and x-amz-content-sha256 does not tell it.")
        case .tokenNotAdmitted: .unauthorized("token-not-admitted", "This API takes no bearer tokens.")
        case .tokenInvalid: .unauthorized("token-invalid", "The token is none of ours.")
        case .tokenExpired: .unauthorized("token-expired", "The token is expired.")
        case .tokenMisdirected: .unauthorized("token-audience", "The token is for another identity pool.")
        case .tokenRevoked(let why):
            .unauthorized("token-revoked", "The token counts no more.", cause: "\(why)")
        case .resourceUndetermined(let name):
            .forbidden("resource-undetermined", "The resource is named after \(name), which the caller has not.")
        case .denied(let message, explicitly: true): .forbidden("explicit-deny", message)
        case .denied(let message, explicitly: false): .forbidden("not-allowed", message)
        case .tooManyRequests(let seconds):
            WireError("rate-exceeded", "Rate exceeded", status: .tooManyRequests, retryAfter: seconds)
        case .unavailable(let cause):
            WireError("unavailable", "Try again.", status: .serviceUnavailable, cause: cause)
        }
    }

    /// Whether the refusal counts against the limit of whoever sent the credentials.
    var isCounted: Bool {
        switch self {
        case .signature(.signatureRefused(.noSignature)), .signature(.unavailable): false
        case .signature, .tokenInvalid, .tokenExpired, .tokenMisdirected, .tokenRevoked: true
        default: false
        }
    }
}

extension STSError {
    fileprivate var refusal: WireError {
        switch self {
        case .signatureRefused(let refusal): .unauthorized(refusal.reason, refusal.words)
        case .sessionExpired: .unauthorized("session-expired", "The session is expired.")
        case .unknownCaller(let why):
            .unauthorized("credentials-unknown", "The credentials are nobody's.", cause: "\(why)")
        case .unavailable(let cause): AuthorizationRefusal.unavailable(cause).wire
        default: .forbidden("not-allowed", "\(explanation)")
        }
    }
}

extension SignatureRefusal {
    /// Callers may know which of their own parts was wrong, and never what the right signature would be.
    fileprivate var reason: String {
        switch self {
        case .noSignature: "credentials-missing"
        case .severalSignatures: "credentials-ambiguous"
        case .expired, .notYetCurrent: "signature-time"
        case .wrongScope: "signature-scope"
        case .unknownAccessKey: "credentials-unknown"
        case .mismatch(.payloadNotSigned): "payload-unsigned"
        case .mismatch, .hostNotSigned: "signature-mismatch"
        case .unsupportedAlgorithm, .notKeyValue, .headerPartsMissing, .queryParametersMissing, .malformedTimestamp,
            .malformedExpiry, .malformedCredential:
            "signature-malformed"
        }
    }

    /// Without the texts that the client sent: what cannot be read may be a secret in the wrong place.
    fileprivate var words: String {
        reason == "signature-malformed" ? "The signature cannot be read." : message
    }
}

extension WireError {
    fileprivate static func unauthorized(_ reason: String, _ message: String, cause: String? = nil) -> WireError {
        WireError(reason, message, status: .unauthorized, cause: cause)
    }

    fileprivate static func forbidden(_ reason: String, _ message: String) -> WireError {
        WireError(reason, message, status: .forbidden)
    }
}

import IAMPolicy
import IdentityModel
import SigV4

/// One code for each cause, for traces and audit. They are part of what others rely on: never reuse one.
extension STSError {
    package var code: String {
        switch self {
        case .notAuthorized(_, let why), .roleDenied(_, _, let why): why.code
        case .tagsRefused(let error): "session-tags-\(error.code)"
        case .sessionPolicyNotFound: "session-policy-not-found"
        case .malformedPolicy: "session-policy-malformed"
        case .packedPolicyTooLarge: "packed-policy-too-large"
        case .durationExceedsRole: "duration-exceeds-role"
        case .durationExceedsChaining: "duration-exceeds-chaining"
        case .signatureRefused(let refusal): "signature-\(refusal.reason)"
        case .unknownCaller(let why): "caller-\(why.code)"
        case .sessionExpired: "session-expired"
        case .tokenRevoked(let why): "token-\(why.code)"
        case .accessDenied: "access-denied"
        case .notSealed(let error): "session-not-sealed-\(error.code)"
        case .unavailable: "sts-store-unavailable"
        }
    }

    /// Whether whoever sent the request may be guessing at credentials, so that it counts against the limit of the address.
    /// A session that has expired was good once, and its client comes back with another by itself.
    package var mayBeGuess: Bool {
        switch self {
        case .signatureRefused, .unknownCaller: true
        default: false
        }
    }

    /// Whether it is our own fault.
    package var isOurs: Bool {
        switch self {
        case .notSealed, .unavailable: true
        default: false
        }
    }
}

extension AssumptionRefusal {
    package var code: String {
        switch self {
        case .malformedRoleARN: "role-arn-malformed"
        case .roleNotFound: "role-not-found"
        case .trustPolicy(let decision): "assume-role-\(decision.code)"
        case .tagging(let decision): "tag-session-\(decision.code)"
        case .naming(let decision): "set-source-identity-\(decision.code)"
        case .sourceIdentityKept: "source-identity-kept"
        }
    }
}

extension Decision {
    /// The layer is part of the cause: another policy has to be looked at.
    package var code: String {
        switch self {
        case .allowed(let statement): "allowed-by-\(statement.layer.rawValue)-policy"
        case .denied(let statement): "denied-by-\(statement.layer.rawValue)-policy"
        case .notMentioned(let layer): "not-allowed-by-\(layer.rawValue)-policy"
        }
    }
}

extension SessionTagsError {
    package var code: String {
        switch self {
        case .tooMany: "too-many"
        case .reservedKey: "key-reserved"
        case .duplicateKey: "key-repeated"
        case .transitiveKeyWithoutTag: "transitive-key-without-tag"
        case .inheritedKey: "key-inherited"
        }
    }
}

extension UnknownCaller {
    package var code: String {
        switch self {
        case .noSuchKey: "key-unknown"
        case .noSuchToken: "bearer-token-unknown"
        case .keyInactive: "key-inactive"
        case .tokenMissing: "token-missing"
        case .tokenMisplaced: "token-misplaced"
        case .tokenNotOpened(let error): "token-not-opened-\(error.code)"
        case .roleGone: "role-gone"
        case .userGone: "user-gone"
        case .identityGone: "identity-gone"
        case .loginGone: "login-gone"
        case .revoked(let kind): "revoked-by-\(kind.rawValue)"
        case .sessionKind: "session-kind"
        }
    }
}

extension SealError {
    package var code: String {
        switch self {
        case .noSealingKey: "no-sealing-key"
        case .tooLarge: "too-large"
        case .cipherFailed: "cipher-failed"
        case .malformed: "malformed"
        case .unknownFormat: "format-unknown"
        case .unknownKey: "root-key-unknown"
        case .keyRetired: "root-key-retired"
        case .notAuthentic: "not-authentic"
        case .unknownPayload: "payload-unknown"
        case .malformedPayload: "payload-malformed"
        case .expired: "expired"
        case .issuedAhead: "issued-ahead"
        }
    }
}

extension SignatureRefusal {
    package var reason: String {
        switch self {
        case .severalSignatures: "given-twice"
        case .noSignature: "missing"
        case .unsupportedAlgorithm: "algorithm-unsupported"
        case .notKeyValue: "header-malformed"
        case .headerPartsMissing: "header-incomplete"
        case .queryParametersMissing: "query-incomplete"
        case .hostNotSigned: "host-not-signed"
        case .malformedTimestamp: "timestamp-malformed"
        case .malformedExpiry: "expiry-malformed"
        case .expired: "expired"
        case .notYetCurrent: "not-yet-current"
        case .malformedCredential: "credential-malformed"
        case .wrongScope: "scope-wrong"
        case .unknownAccessKey: "access-key-unknown"
        case .mismatch(let mismatch): mismatch.reason
        }
    }
}

extension SignatureRefusal.Mismatch {
    fileprivate var reason: String {
        switch self {
        case .signedHeadersUnordered: "signed-headers-unordered"
        case .signedHeaderAbsent: "signed-header-absent"
        case .headerNotSigned: "header-not-signed"
        case .payloadNotSigned: "payload-not-signed"
        case .payloadDiffers: "payload-differs"
        case .malformedSignature: "malformed"
        case .signatureDiffers: "differs"
        }
    }
}

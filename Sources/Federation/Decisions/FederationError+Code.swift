import IdentityModel
import STS
import Storage
import UpstreamSTS

extension FederationError {
    package var code: String {
        switch self {
        case .poolNotFound: "pool-not-found"
        case .identityNotFound: "identity-not-found"
        case .developerUserNotFound: "developer-user-not-found"
        case .principalTagsNotFound: "principal-tags-not-found"
        case .guestsNotAllowed: "guests-not-allowed"
        case .loginsDoNotMatch: "logins-do-not-match"
        case .identityForbidden: "identity-forbidden"
        case .identityDisabled: "identity-suspended"
        case .loginRefused(_, let error): error.code
        case .roleForbidden: "role-forbidden"
        case .ambiguousRole: "role-ambiguous"
        case .roleMissing(guest: true): "role-for-guests-missing"
        case .roleMissing(guest: false): "role-for-authenticated-missing"
        case .unusableTags: "tags-unusable"
        case .roleNotAssumable(_, let error): error.code
        case .upstreamRefused(_, let failure): "upstream-\(failure.error.cause)"
        case .loginConflict: "login-conflict"
        case .registeredElsewhere: "developer-user-registered-elsewhere"
        case .tooManyLogins: "too-many-logins"
        case .tooManyPools: "too-many-pools"
        case .tooManyRequests: "too-many-requests"
        case .overtaken: "overtaken"
        case .invalid(let request): "request-\(request.code)"
        case .identity(let problem): "identities-\(problem.code)"
        case .unavailable: "store-unavailable"
        case .internal: "internal-fault"
        }
    }

    package var isOurs: Bool {
        switch self {
        case .unavailable, .internal, .loginRefused(_, .misconfigured): true
        case .roleNotAssumable(_, let error): error.isOurs
        default: false
        }
    }
}

extension UpstreamError {
    /// Its own `code` is the other STS's word where it gave one; this is ours.
    var cause: String {
        switch self {
        case .refused: "refused"
        case .tokenRefused: "token-refused"
        case .issuerUnreachable: "issuer-unreachable"
        case .throttled: "throttled"
        case .unavailable: "unavailable"
        case .circuitOpen: "circuit-open"
        case .unintelligible: "answer-unusable"
        case .misconfigured: "misconfigured"
        case .tokenNotMinted: "token-not-minted"
        case .ended: "sessions-ended"
        case .notChecked: "revocations-unknown"
        }
    }
}

/// Of administration; no exchange ends in one.
extension IdentityProblem {
    package var code: String {
        switch self {
        case .refused(let refusal): refusal.code
        case .mergeNotFound: "merge-not-found"
        case .undoneBefore: "merge-undone-before"
        case .survivorMerged: "survivor-merged"
        case .loginNotFound: "login-not-found"
        case .tooManyExports: "too-many-exports"
        case .tooManyImports: "too-many-imports"
        }
    }
}

extension IdentityRefusal {
    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .overtaken: "overtaken"
        case .merged: "merged"
        case .retired: "retired"
        case .loginNotLinked: "login-not-linked"
        case .unmergeable: "unmergeable"
        }
    }
}

extension InvalidRequest {
    package var code: String {
        switch self {
        case .developerProviderNotPublic: "developer-provider-not-public"
        case .classicFlowDisabled: "classic-flow-disabled"
        case .classicFlowWithMappings: "classic-flow-with-mappings"
        case .loginNotLinked: "login-not-linked"
        case .userPoolProvider: "user-pool-provider"
        case .providerARN: "provider-arn"
        case .developerProviderFixed: "developer-provider-fixed"
        case .developerProviderTaken: "developer-provider-taken"
        case .developerProviderUnsupported: "developer-provider-unsupported"
        case .developerLoginMissing: "developer-login-missing"
        case .developerUserTooLong: "developer-user-too-long"
        case .developerUserTooLarge: "developer-user-too-large"
        case .neitherIdentityNorUser: "neither-identity-nor-user"
        case .mergeTooLarge: "merge-too-large"
        case .mappingKey: "mapping-key"
        case .ambiguousResolutionMissing: "ambiguous-resolution-missing"
        case .rulesMissing: "rules-missing"
        case .rulesNotAllowed: "rules-not-allowed"
        case .tooManyRules: "too-many-rules"
        case .ownFormMapping: "own-form-mapping"
        case .ownFormMarker: "own-form-marker"
        case .roleTestsFail: "role-tests-fail"
        case .tooManyProviders: "too-many-providers"
        case .providerNotConfigured: "provider-not-configured"
        case .principalTags: "principal-tags"
        case .tagKey: "tag-key"
        case .tagValue: "tag-value"
        case .tooManyTags: "too-many-tags"
        case .pageToken: "page-token"
        }
    }
}

extension WebIdentityError {
    package var code: String {
        switch self {
        case .invalidToken: "web-identity-token-invalid"
        case .expiredToken: "web-identity-token-expired"
        case .refused(let error): error.code
        case .providerUnreachable: "web-identity-provider-unreachable"
        case .unavailable: "web-identity-keys-unavailable"
        }
    }

    package var isOurs: Bool {
        switch self {
        case .unavailable: true
        case .refused(let error): error.isOurs
        default: false
        }
    }
}

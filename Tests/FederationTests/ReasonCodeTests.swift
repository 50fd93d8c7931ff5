import Foundation
import IAMPolicy
import IdentityModel
import RoleRules
import STS
import SigV4
import Storage
import Testing
import UpstreamSTS

@testable import Federation

/// Every cause of a refusal there is. Each `switch` names every case, so that a new one breaks the build here until it is
/// listed.
private enum Causes {
    /// - Parameter next: the case behind one; the first for nil, and nil for the last.
    static func all<Cause>(_ next: (Cause?) -> Cause?) -> [Cause] {
        var causes: [Cause] = []
        var cause = next(nil)
        while let found = cause, causes.count < 200 {
            causes.append(found)
            cause = next(found)
        }
        return causes
    }

    static let logins = all { (cause: LoginError?) -> LoginError? in
        switch cause {
        case nil: .notConfigured
        case .notConfigured: .audienceMismatch
        case .audienceMismatch: .malformed
        case .malformed: .issuerMismatch
        case .issuerMismatch: .claimMissing("x")
        case .claimMissing: .claimInvalid("x")
        case .claimInvalid: .expired(now: 1, expiry: 0)
        case .expired: .tokenExpired
        case .tokenExpired: .notYetValid(claim: "nbf", at: 1, horizon: 0)
        case .notYetValid: .algorithmRejected
        case .algorithmRejected: .keyRejected
        case .keyRejected: .keyUnknown
        case .keyUnknown: .badSignature
        case .badSignature: .wrongTokenUse
        case .wrongTokenUse: .tokenInvalid
        case .tokenInvalid: .revoked
        case .revoked: .brokerTokenMisplaced
        case .brokerTokenMisplaced: .notABrokerToken
        case .notABrokerToken: .providerUnavailable
        case .providerUnavailable: .providerThrottled
        case .providerThrottled: .providerProtocol
        case .providerProtocol: .misconfigured
        case .misconfigured: nil
        }
    }

    static let layers = all { (layer: PolicyLayer?) -> PolicyLayer? in
        switch layer {
        case nil: .guardrail
        case .guardrail: .resource
        case .resource: .trust
        case .trust: .identity
        case .identity: .boundary
        case .boundary: .session
        case .session: nil
        }
    }

    /// An allowed one is no cause.
    static let decisions: [Decision] = layers.flatMap { layer in
        [
            .denied(by: StatementReference(layer: layer, policy: "p", statement: 0, sid: nil)),
            .notMentioned(layer: layer),
        ]
    }

    static let assumptions: [AssumptionRefusal] =
        decisions.flatMap { [.trustPolicy($0), .tagging($0), .naming($0)] }
        + all { (cause: AssumptionRefusal?) -> AssumptionRefusal? in
            switch cause {
            case nil: .malformedRoleARN
            case .malformedRoleARN: .roleNotFound
            case .roleNotFound: .sourceIdentityKept
            // Listed for each decision.
            case .trustPolicy, .tagging, .naming, .sourceIdentityKept: nil
            }
        }

    static let seals = all { (cause: SealError?) -> SealError? in
        switch cause {
        case nil: .noSealingKey
        case .noSealingKey: .tooLarge(1)
        case .tooLarge: .cipherFailed
        case .cipherFailed: .malformed
        case .malformed: .unknownFormat(version: 1, suite: 1)
        case .unknownFormat: .unknownKey(1)
        case .unknownKey: .keyRetired(1)
        case .keyRetired: .notAuthentic
        case .notAuthentic: .unknownPayload(version: 1)
        case .unknownPayload: .malformedPayload
        case .malformedPayload: .expired(at: Date())
        case .expired: .issuedAhead(at: Date())
        case .issuedAhead: nil
        }
    }

    static let callers: [UnknownCaller] =
        seals.map(UnknownCaller.tokenNotOpened) + RevocationScope.Kind.allCases.map { .revoked(by: $0) }
        + all { (cause: UnknownCaller?) -> UnknownCaller? in
            switch cause {
            case nil: .noSuchKey
            case .noSuchKey: .keyInactive
            case .keyInactive: .noSuchToken
            case .noSuchToken: .tokenMissing
            case .tokenMissing: .tokenMisplaced
            case .tokenMisplaced: .roleGone
            case .roleGone: .userGone
            case .userGone: .identityGone
            case .identityGone: .loginGone
            case .loginGone: .sessionKind
            // Listed for each way in which a token does not open, and for each scope.
            case .tokenNotOpened, .revoked, .sessionKind: nil
            }
        }

    static let tags = all { (cause: SessionTagsError?) -> SessionTagsError? in
        switch cause {
        case nil: .tooMany
        case .tooMany: .reservedKey
        case .reservedKey: .duplicateKey
        case .duplicateKey: .transitiveKeyWithoutTag
        case .transitiveKeyWithoutTag: .inheritedKey
        case .inheritedKey: nil
        }
    }

    static let mismatches = all { (cause: SignatureRefusal.Mismatch?) -> SignatureRefusal.Mismatch? in
        switch cause {
        case nil: .signedHeadersUnordered
        case .signedHeadersUnordered: .signedHeaderAbsent("x")
        case .signedHeaderAbsent: .headerNotSigned("x")
        case .headerNotSigned: .payloadNotSigned
        case .payloadNotSigned: .payloadDiffers
        case .payloadDiffers: .malformedSignature
        case .malformedSignature: .signatureDiffers
        case .signatureDiffers: nil
        }
    }

    static let signatures: [SignatureRefusal] =
        mismatches.map(SignatureRefusal.mismatch)
        + all { (cause: SignatureRefusal?) -> SignatureRefusal? in
            let time = SigningTime(secondsSinceEpoch: 0)
            return switch cause {
            case nil: .severalSignatures
            case .severalSignatures: .noSignature
            case .noSignature: .unsupportedAlgorithm("x")
            case .unsupportedAlgorithm: .notKeyValue(item: "x", header: "x")
            case .notKeyValue: .headerPartsMissing([])
            case .headerPartsMissing: .queryParametersMissing([])
            case .queryParametersMissing: .hostNotSigned
            case .hostNotSigned: .malformedTimestamp("x")
            case .malformedTimestamp: .malformedExpiry("x")
            case .malformedExpiry: .expired(signedAt: time, now: time, window: 1)
            case .expired: .notYetCurrent(signedAt: time, now: time, window: 1)
            case .notYetCurrent: .malformedCredential("x")
            case .malformedCredential: .wrongScope([])
            case .wrongScope: .unknownAccessKey
            // Listed for each mismatch.
            case .unknownAccessKey, .mismatch: nil
            }
        }

    static let sts: [STSError] =
        assumptions.map { .notAuthorized(action: "x", why: $0) } + tags.map(STSError.tagsRefused)
        + RevocationScope.Kind.allCases.map { .tokenRevoked(.revoked(by: $0)) }
        + signatures.map(STSError.signatureRefused) + callers.map(STSError.unknownCaller)
        + seals.map(STSError.notSealed)
        + all { (cause: STSError?) -> STSError? in
            switch cause {
            case nil: .sessionPolicyNotFound("x")
            case .sessionPolicyNotFound: .malformedPolicy(.legacyParsing)
            case .malformedPolicy: .packedPolicyTooLarge(percent: 101)
            case .packedPolicyTooLarge: .durationExceedsRole(maximum: 1)
            case .durationExceedsRole: .durationExceedsChaining
            case .durationExceedsChaining: .sessionExpired
            case .sessionExpired: .accessDenied("x")
            case .accessDenied: .unavailable("x")
            // Listed above; a refusal to a caller who signs has the cause of one to a caller with a token.
            case .unavailable, .notAuthorized, .roleDenied, .tagsRefused, .signatureRefused, .unknownCaller, .notSealed,
                .tokenRevoked:
                nil
            }
        }

    static let requests = all { (cause: InvalidRequest?) -> InvalidRequest? in
        switch cause {
        case nil: .developerProviderNotPublic
        case .developerProviderNotPublic: .classicFlowDisabled
        case .classicFlowDisabled: .classicFlowWithMappings
        case .classicFlowWithMappings: .loginNotLinked("x")
        case .loginNotLinked: .userPoolProvider
        case .userPoolProvider: .providerARN(Household.account)
        case .providerARN: .developerProviderFixed
        case .developerProviderFixed: .developerProviderTaken("x")
        case .developerProviderTaken: .developerProviderUnsupported
        case .developerProviderUnsupported: .developerLoginMissing
        case .developerLoginMissing: .developerUserTooLong(limit: 1)
        case .developerUserTooLong: .developerUserTooLarge(limit: 1)
        case .developerUserTooLarge: .neitherIdentityNorUser
        case .neitherIdentityNorUser: .mergeTooLarge(limit: 1)
        case .mergeTooLarge: .mappingKey("x")
        case .mappingKey: .ambiguousResolutionMissing
        case .ambiguousResolutionMissing: .rulesMissing
        case .rulesMissing: .rulesNotAllowed
        case .rulesNotAllowed: .tooManyRules(limit: 1)
        case .tooManyRules: .ownFormMapping("x")
        case .ownFormMapping: .ownFormMarker("x")
        case .ownFormMarker: .roleTestsFail(["x"])
        case .roleTestsFail: .tooManyProviders(limit: 1)
        case .tooManyProviders: .providerNotConfigured("x")
        case .providerNotConfigured: .principalTags("x")
        case .principalTags: .tagKey("x")
        case .tagKey: .tagValue(key: "x")
        case .tagValue: .tooManyTags(limit: 1)
        case .tooManyTags: .pageToken
        case .pageToken: nil
        }
    }

    static let exchanges: [FederationError] =
        requests.map(FederationError.invalid) + problems.map(FederationError.identity)
        + all { (cause: FederationError?) -> FederationError? in
            switch cause {
            case nil: .poolNotFound("x")
            case .poolNotFound: .identityNotFound("x")
            case .identityNotFound: .developerUserNotFound
            case .developerUserNotFound: .principalTagsNotFound(provider: "x")
            case .principalTagsNotFound: .guestsNotAllowed
            case .guestsNotAllowed: .loginsDoNotMatch
            case .loginsDoNotMatch: .identityForbidden(IdentityID(region: "x", uuid: UUID()))
            case .identityForbidden: .identityDisabled(IdentityID(region: "x", uuid: UUID()))
            case .identityDisabled: .roleForbidden("x")
            case .roleForbidden: .ambiguousRole(mapping: "x")
            case .ambiguousRole: .roleMissing(guest: true)
            case .roleMissing(guest: true): .roleMissing(guest: false)
            case .roleMissing(guest: false): .unusableTags("x")
            case .unusableTags: .loginConflict
            case .loginConflict: .registeredElsewhere
            case .registeredElsewhere: .tooManyLogins(limit: 1)
            case .tooManyLogins: .tooManyPools(limit: 1)
            case .tooManyPools: .tooManyRequests(retryAfter: 1)
            case .tooManyRequests: .overtaken
            case .overtaken: .unavailable("x")
            case .unavailable: .internal("x")
            // Those of logins and of STS have the codes of what they carry.
            case .internal, .invalid, .loginRefused, .roleNotAssumable, .upstreamRefused, .identity: nil
            }
        }

    static let upstream = all { (cause: UpstreamError?) -> UpstreamError? in
        let words = UpstreamWords(status: 400, code: "x", message: "x")
        return switch cause {
        case nil: .refused(words)
        case .refused: .tokenRefused(words)
        case .tokenRefused: .issuerUnreachable(words)
        case .issuerUnreachable: .throttled(retryAfter: 1, words)
        case .throttled: .unavailable(words)
        case .unavailable: .circuitOpen
        case .circuitOpen: .unintelligible("x")
        case .unintelligible: .misconfigured("x")
        case .misconfigured: .tokenNotMinted("x")
        case .tokenNotMinted: .ended
        case .ended: .notChecked("x")
        case .notChecked: nil
        }
    }

    static let problems: [IdentityProblem] =
        all { (cause: IdentityRefusal?) -> IdentityRefusal? in
            switch cause {
            case nil: .notFound
            case .notFound: .overtaken
            case .overtaken: .merged(into: UUID())
            case .merged: .retired
            case .retired: .loginNotLinked
            case .loginNotLinked: .unmergeable([])
            case .unmergeable: nil
            }
        }.map(IdentityProblem.refused)
        + all { (cause: IdentityProblem?) -> IdentityProblem? in
            switch cause {
            case nil: .mergeNotFound("x")
            case .mergeNotFound: .undoneBefore
            case .undoneBefore: .survivorMerged
            case .survivorMerged: .loginNotFound
            case .loginNotFound: .tooManyExports(limit: 1)
            case .tooManyExports: .tooManyImports(limit: 1)
            // Listed above.
            case .tooManyImports, .refused: nil
            }
        }

    static let tokens = all { (cause: WebIdentityError?) -> WebIdentityError? in
        switch cause {
        case nil: .invalidToken("x")
        case .invalidToken: .expiredToken(now: 1, expiry: 0)
        case .expiredToken: .providerUnreachable
        case .providerUnreachable: .unavailable("x")
        // A refusal of STS has the code of what it carries.
        case .unavailable, .refused: nil
        }
    }

    static let tagProblems = all { (cause: PrincipalTagProblem?) -> PrincipalTagProblem? in
        switch cause {
        case nil: .tooMany(limit: 1)
        case .tooMany: .keyNotAllowed("x")
        case .keyNotAllowed: .keyRepeated("x")
        case .keyRepeated: .valueTooLong(key: "x", limit: 1)
        case .valueTooLong: .valueNotAllowed(key: "x")
        case .valueNotAllowed: nil
        }
    }

    static let roles: [RoleRefusal] =
        tagProblems.map { .tagsNotAllowed(mapping: "x", index: 0, $0) }
        + Ambiguity.allCases.map { .ambiguous(mapping: "x", $0) }
        + all { (cause: RoleRefusal.Entitlement?) -> RoleRefusal.Entitlement? in
            switch cause {
            case nil: .guest
            case .guest: .authenticated
            case .authenticated: .developer
            case .developer: .token(mapping: "x")
            case .token: .rules(mapping: "x")
            case .rules: .assertion(provider: "x")
            case .assertion: nil
            }
        }.map { .notEntitled(roleARN: "x", $0) }
        + all { (cause: RoleRefusal?) -> RoleRefusal? in
            switch cause {
            case nil: .noRole(guest: true)
            case .noRole(guest: true): .noRole(guest: false)
            // Listed above.
            case .noRole(guest: false), .notEntitled, .ambiguous, .tagsNotAllowed: nil
            }
        }

    static let codes: [String] = {
        var codes: [String] = logins.map(\.code)
        codes += sts.map(\.code)
        codes += exchanges.map(\.code)
        codes += tokens.map(\.code)
        codes += roles.map(\.code)
        for failure in upstream { codes.append("upstream-\(failure.cause)") }
        for problem in tagProblems { codes.append("principal-tags-\(problem.code)") }
        codes += ExchangeCause.allCases.map(\.rawValue)
        return codes
    }()
}

@Suite struct `A reason code` {
    @Test func `stands for one cause alone`() {
        let codes = Causes.codes
        #expect(codes.count > 180)
        let repeated = Dictionary(grouping: codes, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
        #expect(repeated.isEmpty)
    }

    @Test func `is lower-case words with hyphens between them`() {
        for code in Causes.codes {
            #expect(code.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(code)")
        }
    }

    @Test func `is in the documentation`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/decisions-and-audit.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let layers = Causes.layers.map(\.rawValue).joined(separator: "|")
        let seals = Causes.seals.map(\.code)
        for code in Causes.codes {
            // What differs by policy layer, or by why a session token does not open, is documented as one.
            var shown = code.replacing(try Regex("-by-(\(layers))-policy$"), with: "-by-LAYER-policy")
            for prefix in ["caller-token-not-opened-", "session-not-sealed-"]
            where code.hasPrefix(prefix) && seals.contains(String(code.dropFirst(prefix.count))) {
                shown = prefix + "WHY"
            }
            #expect(text.contains("`\(shown)`"), "\(shown) is not documented")
        }
    }

    @Test func `of a check says which checks were passed before it`() {
        for error in Causes.logins {
            #expect(!error.passedChecks(isSigned: true).contains(error.check))
        }
        #expect(LoginError.badSignature.passedChecks(isSigned: true).last == .key)
        #expect(LoginError.providerUnavailable.passedChecks(isSigned: true).isEmpty)
    }
}

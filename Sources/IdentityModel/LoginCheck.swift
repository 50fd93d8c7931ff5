/// What a login must pass, in the order in which it is asked: what costs nothing first.
package enum LoginCheck: String, Sendable, CaseIterable {
    /// The pool admits logins of this kind, and the provider can be asked.
    case admission
    /// It is a token of the expected kind at all.
    case form
    case issuer
    case claims
    /// The pool has an app registered at the provider.
    case registration
    case audience
    case times
    case algorithm
    case key
    case signature
    /// The provider itself says yes.
    case providerAnswer = "provider-answer"

    /// What a login that was proven in this way has passed.
    package static func all(of proof: VerifiedLogin.Proof) -> [LoginCheck] {
        switch proof {
        case .signedToken, .developer, .saml:
            [.admission, .form, .issuer, .claims, .registration, .audience, .times, .algorithm, .key, .signature]
        case .introspection, .oauth1:
            [.admission, .form, .registration, .providerAnswer, .audience, .times]
        }
    }
}

extension LoginError {
    /// The check that failed.
    package var check: LoginCheck {
        switch self {
        case .notConfigured: .registration
        case .audienceMismatch: .audience
        case .malformed, .wrongTokenUse: .form
        case .issuerMismatch, .notABrokerToken: .issuer
        case .claimMissing, .claimInvalid: .claims
        case .expired, .tokenExpired, .notYetValid: .times
        case .algorithmRejected: .algorithm
        case .keyRejected, .keyUnknown: .key
        case .badSignature: .signature
        case .tokenInvalid, .revoked, .providerUnavailable, .providerThrottled, .providerProtocol: .providerAnswer
        case .brokerTokenMisplaced, .misconfigured: .admission
        }
    }

    /// What the login has certainly passed until then.
    ///
    /// - Parameter isSigned: whether it was a signed token at all. Providers that are asked begin elsewhere.
    package func passedChecks(isSigned: Bool) -> [LoginCheck] {
        switch check {
        // Some ask for it at first and some after a look at the token; and of what a provider says nobody knows why.
        case .registration, .admission, .providerAnswer: []
        case let failed:
            Array(LoginCheck.all(of: isSigned ? .signedToken : .introspection).prefix { $0 != failed })
        }
    }

    /// One code for each cause. They are part of what others rely on: never reuse one.
    package var code: String {
        switch self {
        case .notConfigured: "login-provider-not-configured"
        case .audienceMismatch: "login-audience-mismatch"
        case .malformed: "login-malformed"
        case .issuerMismatch: "login-issuer-mismatch"
        case .claimMissing: "login-claim-missing"
        case .claimInvalid: "login-claim-invalid"
        case .expired: "login-expired"
        case .tokenExpired: "login-expired-at-provider"
        case .notYetValid: "login-not-yet-valid"
        case .algorithmRejected: "login-algorithm-rejected"
        case .keyRejected: "login-key-rejected"
        case .keyUnknown: "login-key-unknown"
        case .badSignature: "login-bad-signature"
        case .wrongTokenUse: "login-wrong-token-use"
        case .tokenInvalid: "login-refused-by-provider"
        case .revoked: "login-revoked"
        case .brokerTokenMisplaced: "login-broker-token-misplaced"
        case .notABrokerToken: "login-not-a-broker-token"
        case .providerUnavailable: "login-provider-unavailable"
        case .providerThrottled: "login-provider-throttled"
        case .providerProtocol: "login-provider-answer-unusable"
        case .misconfigured: "login-provider-misconfigured"
        }
    }
}

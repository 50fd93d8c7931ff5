import IdentityModel
import STS
import StrictJSON
import WebTokens

import struct Foundation.Date

/// Takes one of our own OpenID tokens and lets its subject wear a role (the classic flow's second half).
///
/// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`; texts as recorded.
package struct WebIdentityExchange: Sendable {
    private let verifier: IDTokenVerifier
    private let keys: any KeySource
    private let policy: TokenPolicy
    private let assumption: RoleAssumption
    private let now: @Sendable () -> Date

    /// Seconds that STS grants to clocks, on either end of a token's life.
    private static let leeway: Int64 = 300

    package init(
        issuer: String, verifier: IDTokenVerifier, keys: any KeySource, assumption: RoleAssumption,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.verifier = verifier
        self.keys = keys
        self.assumption = assumption
        self.now = now
        var policy = TokenPolicy.broker(issuer: issuer)
        policy.expiryLeeway = Self.leeway
        policy.notBeforeLeeway = Self.leeway
        self.policy = policy
    }

    package func assumeRole(_ request: WebIdentityRequest) async throws(WebIdentityError) -> WebIdentityAnswer {
        let time = now()
        let proven = try await prove(request.token, at: time)
        guard let pool = IdentityPoolID(proven.audience), let identity = IdentityID(proven.subject) else {
            throw .invalidToken(Self.notValidated)
        }
        // Only managed policies of an account could be named, and none are kept yet.
        guard request.policyARNs.isEmpty else { throw .unsupported("PolicyArns") }
        let methods = proven.claims["amr"]?.elements.compactMap(\.string) ?? []
        let webIdentity = WebIdentity(
            pool: pool, identity: identity, methods: methods, tags: TokenTags(proven.claims).values)
        do throws(STSError) {
            let role = try await assumption.assume(
                AssumptionRequest(
                    roleARN: request.roleARN, sessionName: request.sessionName, duration: request.durationSeconds,
                    sessionPolicy: request.policy.map(SessionPolicy.inline)),
                as: webIdentity, at: time)
            return WebIdentityAnswer(
                role: role, subject: webIdentity.subject, provider: WebIdentity.provider,
                audience: webIdentity.audience, sourceIdentity: nil)
        } catch {
            throw .refused(error)
        }
    }

    private func prove(_ token: Secret<String>, at now: Date) async throws(WebIdentityError) -> ProvenToken {
        do throws(LoginError) {
            // Every pool of ours is an audience of ours; the role's trust policy says which one it admits.
            let claimed = try CompactToken(token).payload.root["aud"]?.string ?? ""
            return try await verifier.verify(token, policy: policy, clientIDs: [claimed], keys: keys, at: now)
        } catch {
            throw Self.refusal(of: error)
        }
    }

    private static func refusal(of error: LoginError) -> WebIdentityError {
        switch error {
        case .malformed, .wrongTokenUse:
            .invalidToken(
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
        case .claimMissing(let claim): .invalidToken("Missing a required claim: \(claim)")
        case .issuerMismatch: .invalidToken("No OpenIDConnect provider found in your account for this issuer")
        case .expired(let now, let expiry): .expiredToken(now: now - leeway, expiry: expiry)
        case .keyUnknown:
            .invalidToken(
                "Couldn't retrieve verification key from your identity provider,  please reference "
                    + "AssumeRoleWithWebIdentity documentation for requirements")
        case .providerUnavailable: .unavailable("no signing key has been read yet")
        default: .invalidToken(notValidated)
        }
    }

    private static let notValidated =
        "The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for "
        + "requirements."
}

package struct WebIdentityRequest: Sendable {
    package let roleARN: String
    package let sessionName: String
    package let token: Secret<String>
    package let durationSeconds: Int?
    package let policy: String?
    package let policyARNs: [String]

    package init(
        roleARN: String, sessionName: String, token: Secret<String>, durationSeconds: Int? = nil,
        policy: String? = nil, policyARNs: [String] = []
    ) {
        self.roleARN = roleARN
        self.sessionName = sessionName
        self.token = token
        self.durationSeconds = durationSeconds
        self.policy = policy
        self.policyARNs = policyARNs
    }
}

package struct WebIdentityAnswer: Sendable {
    package let role: AssumedRole
    package let subject: String
    package let provider: String
    package let audience: String
    package let sourceIdentity: String?

    package init(role: AssumedRole, subject: String, provider: String, audience: String, sourceIdentity: String?) {
        self.role = role
        self.subject = subject
        self.provider = provider
        self.audience = audience
        self.sourceIdentity = sourceIdentity
    }
}

/// Why a token did not become a session.
package enum WebIdentityError: Error {
    /// The text is for the client.
    case invalidToken(String)
    /// Seconds since 1970; `now` is the earliest that the token would have had to live to.
    case expiredToken(now: Int64, expiry: Int64)
    case refused(STSError)
    /// A parameter of the reference that is not served yet.
    case unsupported(String)
    /// The text is for the log.
    case unavailable(String)
}

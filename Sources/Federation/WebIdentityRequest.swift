import IdentityModel
import STS

package struct WebIdentityRequest: Sendable {
    package let roleARN: String
    package let sessionName: String
    package let token: Secret<String>
    package let durationSeconds: Int?
    package let policy: String?
    package let policyARNs: [String]
    package let facts: RequestFacts

    package init(
        roleARN: String, sessionName: String, token: Secret<String>, durationSeconds: Int? = nil,
        policy: String? = nil, policyARNs: [String] = [], facts: RequestFacts = .none
    ) {
        self.roleARN = roleARN
        self.sessionName = sessionName
        self.token = token
        self.durationSeconds = durationSeconds
        self.policy = policy
        self.policyARNs = policyARNs
        self.facts = facts
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
    /// The issuer's keys are not to be had. Clients try again.
    case providerUnreachable
    /// The text is for the log.
    case unavailable(String)
}

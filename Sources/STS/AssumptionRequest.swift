import IdentityModel

/// Which role is to be assumed, and on what terms.
package struct AssumptionRequest: Sendable {
    package let roleARN: String
    /// 2 to 64 characters of `[\w+=,.@-]`; the door has checked it.
    package let sessionName: String
    /// Seconds; nil for an hour.
    package let duration: Int?
    /// Whether a role whose sessions may not last as long makes this one shorter, in place of refusing it.
    package let shortensToRole: Bool
    package let sessionPolicy: SessionPolicy?
    /// Managed policies that bound the session, by ARN; the door lets no more than ten through.
    package let policyARNs: [String]
    /// Of callers who sign; whoever has a token has tags and source identity in it.
    package let tags: SessionTags
    package let sourceIdentity: String?
    package let externalID: String?
    /// What trust policies may ask about the request, of those who have a token; callers who sign have theirs.
    package let facts: RequestFacts

    package init(
        roleARN: String, sessionName: String, duration: Int? = nil, shortensToRole: Bool = false,
        sessionPolicy: SessionPolicy? = nil, policyARNs: [String] = [], tags: SessionTags = .none,
        sourceIdentity: String? = nil, externalID: String? = nil, facts: RequestFacts = .none
    ) {
        self.roleARN = roleARN
        self.sessionName = sessionName
        self.duration = duration
        self.shortensToRole = shortensToRole
        self.sessionPolicy = sessionPolicy
        self.policyARNs = policyARNs
        self.tags = tags
        self.sourceIdentity = sourceIdentity
        self.externalID = externalID
        self.facts = facts
    }

    /// Seconds that the session is to last.
    func seconds(in role: Role) -> Int {
        let wanted = duration ?? Self.defaultDuration
        return shortensToRole ? min(wanted, role.maxSessionSeconds) : wanted
    }

    package static let defaultDuration = 3_600
    /// Of sessions that another session began, in seconds.
    package static let longestChainedDuration = 3_600
    /// What Cognito calls the sessions of the enhanced flow; it is part of the caller's ARN.
    package static let enhancedFlowSession = "CognitoIdentityCredentials"
}

/// What a session may do at the most, whatever its role allows.
package enum SessionPolicy: Sendable, Equatable {
    /// The built-in scope-down of guests; sealed by its version, not by its text.
    case guestScopeDown
    /// A policy document of at most 2,048 characters.
    case inline(String)
}

import IAMPolicy

/// The reason behind a refusal, in words for whoever set up the role. Clients never see it.
extension STSError {
    package var explanation: String {
        switch self {
        case .notAuthorized(let action, let why), .roleDenied(_, let action, let why): why.explanation(of: action)
        case .tagsRefused(let error): "the session's tags are none: \(error)"
        case .sessionPolicyNotFound: "a session policy is not there"
        case .durationExceedsRole(let maximum): "sessions of it last \(maximum) seconds at most"
        case .malformedPolicy(let error): "the session policy is none: \(error.message)"
        case .packedPolicyTooLarge(let percent): "session policy and tags take \(percent)% of the space there is"
        default: "\(self)"
        }
    }
}

extension AssumptionRefusal {
    fileprivate func explanation(of action: String) -> String {
        switch self {
        case .malformedRoleARN: "it is not the ARN of a role"
        case .roleNotFound: "there is no such role"
        case .trustPolicy(let decision): "its trust policy does not admit \(action): \(decision.explanation)"
        case .tagging(let decision):
            "its trust policy does not admit sts:TagSession, and the session has tags: \(decision.explanation)"
        case .naming(let decision):
            "its trust policy does not admit sts:SetSourceIdentity, and the session has one: \(decision.explanation)"
        case .sourceIdentityKept: "the calling session has another source identity"
        }
    }
}

extension Decision {
    fileprivate var explanation: String {
        switch self {
        case .allowed(let statement): "allowed by \(statement.explanation)"
        case .denied(let statement): "denied by \(statement.explanation)"
        case .notMentioned(.trust): "no statement allows it to this caller"
        case .notMentioned(let layer): "no \(layer) policy of the caller allows it"
        }
    }
}

extension StatementReference {
    fileprivate var explanation: String { "statement \(statement)\(sid.map { " ('\($0)')" } ?? "") of \(policy)" }
}

import IAMPolicy

/// The reason behind a refusal, in words for whoever set up the role. Clients never see it.
extension STSError {
    package var explanation: String {
        switch self {
        case .notAuthorized(_, .malformedRoleARN): "it is not the ARN of a role"
        case .notAuthorized(_, .roleNotFound): "there is no such role"
        case .notAuthorized(let action, .trustPolicy(let decision)):
            "its trust policy does not admit \(action): \(decision.explanation)"
        case .notAuthorized(_, .tagging(let decision)):
            "its trust policy does not admit sts:TagSession, and the session has tags: \(decision.explanation)"
        case .durationExceedsRole(let maximum): "sessions of it last \(maximum) seconds at most"
        case .malformedPolicy(let error): "the session policy is none: \(error.message)"
        case .packedPolicyTooLarge(let percent): "session policy and tags take \(percent)% of the space there is"
        default: "\(self)"
        }
    }
}

extension Decision {
    fileprivate var explanation: String {
        switch self {
        case .allowed(let statement): "allowed by \(statement.explanation)"
        case .denied(let statement): "denied by \(statement.explanation)"
        case .notMentioned: "no statement allows it for this pool and this kind of identity"
        }
    }
}

extension StatementReference {
    fileprivate var explanation: String { "statement \(statement)\(sid.map { " ('\($0)')" } ?? "") of \(policy)" }
}

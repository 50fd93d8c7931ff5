/// Why another STS made no credentials.
package enum UpstreamError: Error, Sendable, Equatable {
    /// It does not let the role be assumed like this.
    case refused(UpstreamWords)
    /// It does not believe our token.
    case tokenRefused(UpstreamWords)
    /// It could not fetch our keys.
    case issuerUnreachable(UpstreamWords)
    /// It wants fewer calls, or we let no more through to it; seconds after which there may be room.
    case throttled(retryAfter: Int, UpstreamWords?)
    /// It failed by its own word, or did not answer in time.
    case unavailable(UpstreamWords?)
    /// It failed so often that it is left alone for a moment.
    case circuitOpen
    /// What it answered is no answer of an STS.
    case unintelligible(String)
    /// What an administrator wrote cannot be used.
    case misconfigured(String)
    /// We could not sign a token.
    case tokenNotMinted(String)
    /// Sessions like this one were ended while it was made.
    case ended
    /// Nobody could say whether they were.
    case notChecked(String)
}

/// What another STS said of its refusal or failure, fit for a log.
package struct UpstreamWords: Sendable, Equatable {
    package let status: Int
    /// Its own code, such as `AccessDenied`.
    package let code: String
    package let message: String

    package init(status: Int, code: String, message: String) {
        self.status = status
        self.code = code
        self.message = message
    }
}

extension UpstreamError {
    /// A word for traces: the other STS's own code where it gave one.
    package var word: String {
        switch self {
        case .refused(let words), .tokenRefused(let words), .issuerUnreachable(let words): words.code
        case .throttled(_, let words): words?.code ?? "NotAsked"
        case .unavailable(let words): words?.code ?? "NoAnswer"
        case .circuitOpen: "CircuitOpen"
        case .unintelligible: "Unintelligible"
        case .misconfigured: "Misconfigured"
        case .tokenNotMinted: "TokenNotMinted"
        case .ended: "Ended"
        case .notChecked: "NotChecked"
        }
    }

    /// For whoever administers the back end. Clients never see it.
    package var explanation: String {
        switch self {
        case .refused(let words): "refused: \(words)"
        case .tokenRefused(let words): "refused our token: \(words)"
        case .issuerUnreachable(let words): "could not fetch our keys: \(words)"
        case .throttled(let seconds, let words?): "wants fewer calls, for \(seconds) s: \(words)"
        case .throttled(let seconds, nil): "was not asked: too many calls at once, or it wants none for \(seconds) s"
        case .unavailable(let words?): "failed: \(words)"
        case .unavailable(nil): "did not answer"
        case .circuitOpen: "was not asked: it failed too often a moment ago"
        case .unintelligible(let what): "gave no answer of an STS: \(what)"
        case .misconfigured(let what): "cannot be asked: \(what)"
        case .tokenNotMinted(let what): "was not asked: no token for it: \(what)"
        case .ended: "made credentials, and sessions like theirs were ended meanwhile"
        case .notChecked(let what): "made credentials, and whether sessions like theirs were ended is unknown: \(what)"
        }
    }

    /// Whether another try within the same request may mend it.
    var invitesRetry: Bool {
        switch self {
        case .unavailable, .issuerUnreachable: true
        default: false
        }
    }

    /// Whether it is the other STS's considered answer. Only such a one ends what was made before.
    var isVerdict: Bool {
        switch self {
        case .refused, .tokenRefused: true
        default: false
        }
    }
}

extension UpstreamWords: CustomStringConvertible {
    package var description: String { "\(code) (\(status))\(message.isEmpty ? "" : ": \(message)")" }
}

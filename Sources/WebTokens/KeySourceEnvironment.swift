import IdentityModel
import OutboundHTTP

import typealias Foundation.TimeInterval

/// Something about an issuer's documents that a person should hear of.
package enum KeySourceEvent: Sendable, Equatable {
    case privateKeyPublished(url: String)
    /// The discovery document speaks for another issuer than the one that was registered. It was not adopted.
    case foreignIssuer(url: String)
    /// The discovery document now points to another host for the keys.
    case keySetMoved(url: String)
}

/// What key sources need from outside.
struct KeySourceEnvironment: Sendable {
    let fetch: Fetch
    /// Which part of a document's life passes before it is fetched again; a little different each time, so that
    /// replicas do not all ask in the same second.
    let refreshShare: @Sendable () -> Double
    let report: @Sendable (KeySourceEvent) -> Void

    /// Seconds after which an answer should be fetched again.
    func dueIn(_ answer: FetchedDocument) -> TimeInterval {
        // However little an issuer wants its keys to be kept, they are not fetched with every token.
        if answer.noStore { return 60 }
        let lifetime = answer.maxAge.map { min(max(TimeInterval($0), 300), 86_400) }
        return (lifetime ?? 3_600) * refreshShare()
    }
}

extension FetchError {
    /// What a login is told when a provider could not be asked.
    package var loginError: LoginError {
        switch self {
        case .refused, .protocolViolation: .providerProtocol
        case .unavailable: .providerUnavailable
        case .throttled: .providerThrottled
        }
    }

    fileprivate var retryAfter: TimeInterval? {
        guard case .throttled(let seconds) = self else { return nil }
        return seconds.map { TimeInterval($0) }
    }
}

extension Loaded {
    static func failed(_ error: FetchError) -> Loaded { .failed(error.loginError, retryAfter: error.retryAfter) }
}

import Foundation
import IdentityModel
import SigV4

/// A session's signing key within one scope, for a resource server that compares signatures itself.
package struct DerivedKey: Sendable {
    package let key: SigningKey
    package let caller: RecognisedCaller
    package let session: SealedSession
    /// When the server must ask again.
    package let expiresAt: Date

    /// Seconds for which a derived key may be kept: so long may a session that was revoked, or whose role was deleted, still
    /// pass at a resource server.
    package static let longestUse: Int64 = 300

    init(key: SigningKey, caller: RecognisedCaller, session: SealedSession, expiresAt: Date) {
        self.key = key
        self.caller = caller
        self.session = session
        self.expiresAt = expiresAt
    }
}

extension CallerRecognition {
    /// Opens a session as for a request that it signed, and narrows its secret to one day, region and service. Whoever
    /// gets the key can sign within this scope as this session, and nothing else.
    ///
    /// - Throws: `unknownCaller` or `sessionExpired`, as for a request.
    package func derive(
        for accessKeyID: AccessKeyID, token: Secret<String>, in scope: CredentialScope
    ) async throws(STSError) -> DerivedKey {
        let now = time
        // The secret of a long-term key is a person's, and outlives every leak.
        guard accessKeyID.kind == .temporary else { throw .unknownCaller(.tokenMisplaced) }
        let found = try await findSession(token, accessKeyID, scope, at: now)
        let caller = try found.caller.get()
        guard let key = found.key, let session = caller.session else { throw .unknownCaller(.sessionKind) }
        return DerivedKey(
            key: key, caller: caller, session: session,
            expiresAt: min(session.expiresAt, scope.end ?? now, now + TimeInterval(DerivedKey.longestUse)))
    }

    /// Whether requests that are signed now, by a clock that is as far off as clocks may be, can bear this date.
    package func isCurrent(_ date: String) -> Bool {
        let now = SigningTime(secondsSinceEpoch: Int64(time.timeIntervalSince1970))
        return [-SignatureVerifier.allowedSkew, 0, SignatureVerifier.allowedSkew].contains { (now + $0).day == date }
    }
}

extension CredentialScope {
    /// When the last signature of the day ceases to count; nil for a date that does not exist.
    fileprivate var end: Date? {
        SigningTime(basic: "\(date)T000000Z").map {
            Date(timeIntervalSince1970: Double(($0 + 86_400 + SignatureVerifier.allowedSkew).secondsSinceEpoch))
        }
    }
}

import Foundation
import IdentityModel

/// Gives users temporary credentials of their own: who they are and what they may do stays the same, and is looked up
/// with every request.
///
/// - Source: AWS STS API Reference, `GetSessionToken`.
package struct UserSessions: Sendable {
    private let mint: SessionMint
    private let now: @Sendable () -> Date

    package init(mint: SessionMint, now: @escaping @Sendable () -> Date = { Date() }) {
        self.mint = mint
        self.now = now
    }

    /// In seconds.
    package static let durations = 900...129_600
    package static let defaultDuration = 43_200

    /// - Parameter duration: in seconds, within `durations`; nil for twelve hours.
    package func begin(
        for caller: RecognisedCaller, duration: Int?
    ) async throws(STSError) -> TemporaryCredentials {
        // A session that could renew itself would never end.
        guard case .user(let user) = caller.standing else {
            throw .accessDenied("Cannot call GetSessionToken with session credentials")
        }
        let time = now()
        let session = SealedSession(
            kind: .user, account: user.account, principalID: user.id, principalPath: user.path,
            principalName: user.name, sessionName: "", issuedAt: time,
            expiresAt: time + TimeInterval(duration ?? Self.defaultDuration), id: .random())
        return try mint.mint(session, at: time).credentials
    }
}

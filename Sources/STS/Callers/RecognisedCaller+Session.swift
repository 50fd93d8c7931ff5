import IdentityModel

import struct Foundation.Date

/// What resource servers want to know of a caller.
extension RecognisedCaller {
    /// The role of the session; nil for users.
    package var role: RoleARN? {
        guard case .session(let session) = standing else { return nil }
        return RoleARN(account: session.account, path: session.principalPath, name: session.principalName)
    }

    /// What the session was called when it began; nil for users.
    package var sessionName: String? {
        guard case .session(let session) = standing else { return nil }
        return session.sessionName
    }

    /// Whose session it is, when somebody signed in to a pool of ours or came as its guest.
    package var identity: IdentityID? { session?.identity?.id }
    package var identityPool: IdentityPoolID? { session?.identity?.pool }

    /// When the credentials end; nil for long-term keys.
    package var expiresAt: Date? { session?.expiresAt }

    /// What the session bears; nil for long-term keys.
    package var session: SealedSession? {
        switch standing {
        case .user: nil
        case .userSession(_, let session), .session(let session): session
        }
    }
}

import IAMPolicy
import IdentityModel

import struct Foundation.Date

/// Who signed a request. Only `CallerRecognition` makes one.
package struct RecognisedCaller: Sendable {
    /// The caller as policies know it.
    package let principal: Caller
    package let account: AccountID
    /// For a session `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, without the role's path.
    package let arn: String
    /// For a session `AROA…:SESSION`, for a user `AIDA…`.
    package let userID: String
    /// Nil for whoever came with a bearer token.
    package let accessKeyID: AccessKeyID?
    /// The region in the scope of the signature.
    package private(set) var region: String
    let standing: Standing
    /// What the door knows of the request; nothing until it says so.
    private(set) var facts = RequestFacts.none

    /// What the caller's permissions come from.
    enum Standing: Sendable {
        case user(User)
        /// A user with temporary credentials.
        case userSession(User, SealedSession)
        case session(SealedSession)
    }

    /// - Parameter session: the user's own, when it was not a long-term key that signed.
    init(_ user: User, in session: SealedSession? = nil, accessKeyID: AccessKeyID?, region: String) {
        principal = .user(account: user.account, arn: user.arn, id: user.id.rawValue)
        account = user.account
        arn = user.arn
        userID = user.id.rawValue
        self.accessKeyID = accessKeyID
        self.region = region
        standing = session.map { .userSession(user, $0) } ?? .user(user)
    }

    init(_ session: SealedSession, accessKeyID: AccessKeyID, region: String) {
        let role = RoleARN(account: session.account, path: session.principalPath, name: session.principalName)
        principal = .roleSession(
            .init(
                account: session.account, roleARN: "\(role)", roleID: session.principalID.rawValue,
                sessionARN: session.arn))
        account = session.account
        arn = session.arn
        userID = session.userID
        self.accessKeyID = accessKeyID
        self.region = region
        standing = .session(session)
    }

    /// The same caller in another region, for APIs whose calls name the region of what they are about themselves.
    package func acting(in region: String) -> RecognisedCaller {
        var caller = self
        caller.region = region
        return caller
    }

    /// The user, when it is a user with keys or a token of their own; nil for every kind of session.
    package var user: User? {
        guard case .user(let user) = standing else { return nil }
        return user
    }

    /// The user or role whose policies count.
    var principalID: UniqueID {
        switch standing {
        case .user(let user), .userSession(let user, _): user.id
        case .session(let session): session.principalID
        }
    }

    /// The same caller, with what else is known of the request, which policies may ask about.
    package func asking(with facts: RequestFacts) -> RecognisedCaller {
        var caller = self
        caller.facts = facts
        return caller
    }

    /// What a session that the caller begins keeps of who began it.
    func lineage(at now: Date) -> [SealedSession.Ancestor] {
        switch standing {
        case .user(let user): [SealedSession.Ancestor(issuedAt: now, principalID: user.id)]
        case .userSession(_, let session), .session(let session):
            // Every session has a key; only users come with a token instead.
            accessKeyID.map { session.lineage(under: $0) } ?? []
        }
    }

    /// The user's name; nil for sessions.
    package var userName: String? {
        switch standing {
        case .user(let user), .userSession(let user, _): user.name
        case .session: nil
        }
    }
}

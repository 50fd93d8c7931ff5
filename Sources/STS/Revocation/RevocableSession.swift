import IdentityModel

import struct Foundation.Date

/// A session in the words of revocations: when it began, and what stands behind it. Credentials that another STS gave us
/// for a role are such a session too.
package struct RevocableSession: Sendable, Equatable {
    package var account: AccountID
    /// In whole seconds.
    package var issuedAt: Date
    /// The role or user; nil for a token that is no session yet.
    package var principalID: UniqueID?
    package var accessKeyID: AccessKeyID?
    package var identity: SealedSession.PoolIdentity?
    /// The federated principal and its subject, for a session of a token.
    package var provider: String?
    package var subject: String?
    /// `amr`, which names every login as `PROVIDER:…:SUBJECT`.
    package var methods: [String]

    package init(
        account: AccountID, issuedAt: Date, principalID: UniqueID? = nil, accessKeyID: AccessKeyID? = nil,
        identity: SealedSession.PoolIdentity? = nil, provider: String? = nil, subject: String? = nil,
        methods: [String] = []
    ) {
        self.account = account
        self.issuedAt = issuedAt
        self.principalID = principalID
        self.accessKeyID = accessKeyID
        self.identity = identity
        self.provider = provider
        self.subject = subject
        self.methods = methods
    }
}

extension SealedSession {
    /// The session itself and those that it came from: what ends one of them ends it too.
    func revocable(under accessKeyID: AccessKeyID) -> [RevocableSession] {
        [
            RevocableSession(
                account: account, issuedAt: issuedAt, principalID: principalID, accessKeyID: accessKeyID,
                identity: identity, provider: federation?.provider, subject: federation?.subject,
                methods: federation?.methods ?? [])
        ]
            + ancestors.map {
                RevocableSession(
                    account: account, issuedAt: $0.issuedAt, principalID: $0.principalID,
                    accessKeyID: $0.accessKeyID, identity: $0.identity, provider: $0.provider, subject: $0.subject,
                    methods: $0.methods)
            }
    }

    /// What the session of the next role keeps of this one.
    func lineage(under accessKeyID: AccessKeyID?) -> [Ancestor] {
        [
            Ancestor(
                issuedAt: issuedAt, principalID: principalID, accessKeyID: accessKeyID, identity: identity,
                provider: federation?.provider, subject: federation?.subject, methods: federation?.methods ?? [])
        ] + ancestors
    }
}

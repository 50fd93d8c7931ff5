import IdentityModel

import struct Foundation.Date
import struct Foundation.UUID

/// Everything that a session token says, so that any replica recognises the session without asking a store.
///
/// What may change while a session lives – the role's policies, whether the role still exists, revocations – is not in
/// here; it is looked up by the ids that are.
package struct SealedSession: Sendable, Equatable {
    package var kind: Kind
    package var account: AccountID
    /// The role, or the user whose session it is. By id: made again under the same name, it is another one.
    package var principalID: UniqueID
    /// Path and name as they were when the session began, for its ARN.
    package var principalPath: String
    package var principalName: String
    package var sessionName: String
    /// In whole seconds.
    package let issuedAt: Date
    /// In whole seconds.
    package let expiresAt: Date
    package var sourceIdentity: String?
    package var federation: Federation?
    package var identity: PoolIdentity?
    package var principalTags: [String: String]
    /// The keys of the tags that pass on when this session assumes another role.
    package var transitiveTagKeys: [String]
    /// The inline session policy, as it was given.
    package var policy: String?
    package var policyARNs: [String]
    package var scopeDown: ScopeDown?
    /// Whether another session assumed the role.
    package var isChained: Bool
    /// Random, so that no two sessions are the same.
    package var id: UUID
    /// The sessions that this one came from, youngest first, and at the end the user or identity that began it.
    package var ancestors: [Ancestor]

    package enum Kind: UInt8, Sendable, CaseIterable {
        case assumedRole = 1
        case user = 2
        case federatedUser = 3
    }

    /// The login behind a federated session, in the words of policy conditions.
    package struct Federation: Sendable, Equatable {
        package var provider: String
        package var audience: String
        package var subject: String
        package var methods: [String]

        package init(provider: String, audience: String, subject: String, methods: [String]) {
            self.provider = provider
            self.audience = audience
            self.subject = subject
            self.methods = methods
        }
    }

    /// What is kept of a session, or of a user's long-term key, that assumed the role: as much as it takes to end what
    /// came from it together with it.
    package struct Ancestor: Sendable, Equatable {
        /// In whole seconds. Of a long-term key, when it assumed the role.
        package let issuedAt: Date
        package var principalID: UniqueID
        /// Nil for a long-term key, whose sessions are those of its user.
        package var accessKeyID: AccessKeyID?
        package var identity: PoolIdentity?
        package var provider: String?
        package var subject: String?
        package var methods: [String]

        package init(
            issuedAt: Date, principalID: UniqueID, accessKeyID: AccessKeyID? = nil, identity: PoolIdentity? = nil,
            provider: String? = nil, subject: String? = nil, methods: [String] = []
        ) {
            self.issuedAt = issuedAt.wholeSeconds
            self.principalID = principalID
            self.accessKeyID = accessKeyID
            self.identity = identity
            self.provider = provider
            self.subject = subject
            self.methods = methods
        }
    }

    package struct PoolIdentity: Sendable, Equatable {
        package var id: IdentityID
        package var pool: IdentityPoolID

        package init(id: IdentityID, pool: IdentityPoolID) {
            self.id = id
            self.pool = pool
        }
    }

    /// A built-in session policy, named instead of carried along.
    package enum ScopeDown: Sendable, Equatable {
        /// What a guest of the enhanced flow may use at most.
        case guest(version: UInt32)
    }

    package init(
        kind: Kind, account: AccountID, principalID: UniqueID, principalPath: String, principalName: String,
        sessionName: String, issuedAt: Date, expiresAt: Date, sourceIdentity: String? = nil,
        federation: Federation? = nil, identity: PoolIdentity? = nil, principalTags: [String: String] = [:],
        transitiveTagKeys: [String] = [], policy: String? = nil, policyARNs: [String] = [],
        scopeDown: ScopeDown? = nil, isChained: Bool = false, id: UUID, ancestors: [Ancestor] = []
    ) {
        self.kind = kind
        self.account = account
        self.principalID = principalID
        self.principalPath = principalPath
        self.principalName = principalName
        self.sessionName = sessionName
        self.issuedAt = issuedAt.wholeSeconds
        self.expiresAt = expiresAt.wholeSeconds
        self.sourceIdentity = sourceIdentity
        self.federation = federation
        self.identity = identity
        self.principalTags = principalTags
        self.transitiveTagKeys = transitiveTagKeys
        self.policy = policy
        self.policyARNs = policyARNs
        self.scopeDown = scopeDown
        self.isChained = isChained
        self.id = id
        self.ancestors = ancestors
    }
}

extension Date {
    /// Rounded down, so that no session lives longer than it says.
    fileprivate var wholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}

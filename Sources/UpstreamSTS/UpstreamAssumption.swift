import IdentityModel

import struct Foundation.Date

/// A session that is wanted of an STS elsewhere. Everything that has a say in what comes back is here, so that two wishes
/// that are equal may share one answer.
package struct UpstreamAssumption: Sendable, Hashable {
    package let backEnd: STSBackEnd
    package let role: RoleBackEnd
    /// 2 to 64 characters of `[\w+=,.@-]`.
    package let sessionName: String
    /// Seconds.
    package let duration: Int
    /// A session policy document, compact: Ceph takes no other.
    package let policy: String?
    /// Managed policies that bound the session together with that one. What any of them allows is allowed.
    package let policyARNs: [String]
    /// Who the session is for, and what the token says of them.
    package let bearer: UpstreamBearer

    package init(
        route: BackEndRoute, sessionName: String, duration: Int, policy: String? = nil, policyARNs: [String] = [],
        bearer: UpstreamBearer
    ) {
        backEnd = route.backEnd
        role = route.role
        self.sessionName = sessionName
        self.duration = duration
        self.policy = policy
        self.policyARNs = policyARNs
        self.bearer = bearer
    }
}

/// What our OpenID token says of somebody, but for its times.
package struct UpstreamBearer: Sendable, Hashable {
    package let subject: String
    package let audience: String
    /// Whether somebody is authenticated, and then how, in an order of our own: the one in which clients list their
    /// logins says nothing, and must not make two sessions of one.
    package let methods: [String]
    package let tags: [String: String]
    package let sourceIdentity: String?

    package init(
        subject: String, audience: String, methods: [String], tags: [String: String] = [:],
        sourceIdentity: String? = nil
    ) {
        self.subject = subject
        self.audience = audience
        self.methods = methods.prefix(1) + methods.dropFirst().sorted()
        self.tags = tags
        self.sourceIdentity = sourceIdentity
    }
}

/// Says whether credentials that another STS made are still good: nothing has ended a session of that key which began then.
package typealias UpstreamCheck =
    @Sendable (_ key: AccessKeyID, _ began: Date) async throws(UpstreamError) -> Bool

/// Mints our OpenID token for a session that is wanted. Asked only when the other STS is.
package typealias UpstreamToken =
    @Sendable (_ assumption: UpstreamAssumption) async throws(UpstreamError) -> Secret<String>

/// An STS elsewhere that makes the credentials of those roles which name it.
///
/// Whoever administers the account writes all of this; nothing of it ever comes from a token.
package struct STSBackEnd: Sendable, Hashable {
    package var account: AccountID
    /// 1 to 64 letters, digits, dots, hyphens or underscores. Unique in the account, and shown in logs and traces.
    package var name: String
    package var kind: Kind
    /// Where it listens. The path is kept, a query is refused.
    package var endpoint: String
    /// PEM certificates that are trusted in place of the system's.
    package var certificateAuthority: String?
    /// `aud` of the tokens that it is shown. Nil: the id of the pool.
    package var audience: String?
    /// Seconds for one answer, 1 to 30.
    package var timeoutSeconds: Int
    /// Requests under way at one time, 1 to 64.
    package var maxConcurrent: Int
    /// Whether the endpoint may be, or lead to, an address that is not of the internet.
    package var allowsPrivateAddress: Bool
    /// Whether the endpoint may do without TLS. Never over the internet: its addresses must then be private.
    package var allowsPlainHTTP: Bool
    /// Whether tokens carry the session's tags.
    package var passesTags: Bool
    /// Whether tokens carry the identity as source identity.
    package var passesSourceIdentity: Bool

    package init(
        account: AccountID, name: String, kind: Kind, endpoint: String, certificateAuthority: String? = nil,
        audience: String? = nil, timeoutSeconds: Int = 5, maxConcurrent: Int = 32, allowsPrivateAddress: Bool = false,
        allowsPlainHTTP: Bool = false, passesTags: Bool = true, passesSourceIdentity: Bool = false
    ) {
        self.account = account
        self.name = name
        self.kind = kind
        self.endpoint = endpoint
        self.certificateAuthority = certificateAuthority
        self.audience = audience
        self.timeoutSeconds = timeoutSeconds
        self.maxConcurrent = maxConcurrent
        self.allowsPrivateAddress = allowsPrivateAddress
        self.allowsPlainHTTP = allowsPlainHTTP
        self.passesTags = passesTags
        self.passesSourceIdentity = passesSourceIdentity
    }

    /// Whose STS it is, and so how it must be spoken to.
    package enum Kind: String, Sendable, CaseIterable {
        case aws
        /// The object gateway of Ceph.
        case ceph
        /// MinIO, and what takes and answers the same.
        case minio
    }
}

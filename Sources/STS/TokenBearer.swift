import IAMPolicy
import IdentityModel

/// Somebody who has no AWS identity yet but a token, as trust policies see them. Whoever makes one has proven it.
package struct TokenBearer: Sendable {
    /// The federated principal that trust policies name: a built-in name, or the ARN of a provider.
    let provider: String
    let keys: IssuerKeys
    let audience: String
    /// The token's own `aud`, where its `azp` stands for the audience; nil where it does not.
    let originalAudience: [String]?
    let subject: String
    /// `amr`; empty for tokens that do not say.
    let methods: [String]
    let tags: SessionTags
    let sourceIdentity: String?
    /// Whether the token itself lists the role.
    let isRoleAuthorized: Bool
    let identity: SealedSession.PoolIdentity?

    /// - Parameters:
    ///   - provider: the ARN of the provider.
    ///   - issuer: without its scheme.
    package init(
        provider: String, issuer: String, audience: String, originalAudience: [String]? = nil, subject: String,
        methods: [String] = [], tags: SessionTags = .none, sourceIdentity: String? = nil, isRoleAuthorized: Bool = false
    ) {
        self.provider = provider
        keys = IssuerKeys(issuer: issuer)
        self.audience = audience
        self.originalAudience = originalAudience
        self.subject = subject
        self.methods = methods
        self.tags = tags
        self.sourceIdentity = sourceIdentity
        self.isRoleAuthorized = isRoleAuthorized
        identity = nil
    }

    init(_ identity: WebIdentity) throws(SessionTagsError) {
        provider = WebIdentity.provider
        keys = .cognito
        audience = identity.audience
        originalAudience = nil
        subject = identity.subject
        methods = identity.methods
        tags = try SessionTags(identity.tags.map { Tag(key: $0.key, value: $0.value) })
        sourceIdentity = nil
        isRoleAuthorized = false
        self.identity = .init(id: identity.identity, pool: identity.pool)
    }
}

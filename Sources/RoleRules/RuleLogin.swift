import IdentityModel

/// What rules need to know of a proven login.
package struct RuleLogin: Sendable {
    /// The kinds of provider in the order in which their mappings are asked.
    package enum Kind: Int, Sendable, CaseIterable {
        case userPool, openID, saml, social
        /// One of our own tokens, issued for a user of the pool's developer provider.
        case developer
    }

    /// The key under which the token was presented.
    package let provider: ProviderName
    package let kind: Kind
    /// Keys of mappings that are meant for this login; the first that a pool has stands.
    package let mappingKeys: [String]
    /// Keys of principal tag maps that are meant for this login; the first that a pool has stands.
    package let tagMapKeys: [String]
    package let subject: String
    package let audience: String
    package let claims: Claims

    package init(
        provider: ProviderName, kind: Kind, mappingKeys: [String], tagMapKeys: [String]? = nil, subject: String,
        audience: String, claims: Claims
    ) {
        self.provider = provider
        self.kind = kind
        self.mappingKeys = mappingKeys
        self.tagMapKeys = tagMapKeys ?? [provider.rawValue]
        self.subject = subject
        self.audience = audience
        self.claims = claims
    }

    /// - Parameter pool: says what the login's provider is to it, and under which ARN.
    package init(_ login: VerifiedLogin, in pool: IdentityPool) {
        self.init(
            provider: login.provider, subject: login.subject, audience: login.audience, claims: login.claims,
            proof: login.proof, in: pool)
    }

    init(
        provider: ProviderName, subject: String, audience: String, claims: Claims, proof: VerifiedLogin.Proof,
        in pool: IdentityPool
    ) {
        let name = provider.rawValue
        let arns = pool.openIDProviderARNs.filter { issuer(of: $0).elementsEqual(name.utf8) }
        let client = pool.userPoolClients.first {
            $0.name == provider && $0.clientID.isSameBytes(as: audience)
        }
        let isSocial = pool.socialProviders.contains { $0.name == provider }
        let kind: Kind =
            if proof == .developer || provider == .broker {
                .developer
            } else if proof == .saml {
                .saml
            } else if client != nil {
                .userPool
            } else {
                isSocial ? .social : .openID
            }
        let keys: [String] =
            switch kind {
            case .userPool: ["\(name):\(audience)"] + arns
            case .openID, .social: arns + [name]
            case .saml: [name]
            case .developer: []
            }
        self.init(
            provider: provider, kind: kind, mappingKeys: keys,
            tagMapKeys: kind == .userPool ? [name] + arns : keys, subject: subject, audience: audience, claims: claims)
    }

    /// The order in which the logins of one request are asked: by kind, then by the bytes of the key.
    static func precedes(_ left: RuleLogin, _ right: RuleLogin) -> Bool {
        guard left.kind == right.kind else { return left.kind.rawValue < right.kind.rawValue }
        return left.provider.rawValue.precedesBytes(of: right.provider.rawValue)
    }
}

extension IdentityPool {
    /// The keys under which role mappings can be set: the configured providers, each in every form that logins look for.
    package var roleMappingKeys: [String] {
        socialProviders.map(\.name.rawValue) + userPoolClients.map { "\($0.name):\($0.clientID)" } + openIDProviderARNs
            + openIDProviderARNs.map { String(decoding: issuer(of: $0), as: UTF8.self) }.filter { !$0.isEmpty }
            + samlProviderARNs
    }
}

/// What follows `…:oidc-provider/`; empty when the ARN is none of an OpenID Connect provider.
///
/// Nothing in front of the type has a slash, so the first one ends it.
private func issuer(of arn: String) -> Substring.UTF8View {
    guard let slash = arn.utf8.firstIndex(of: UInt8(ascii: "/")),
        arn.utf8[..<slash].reversed().starts(with: ":oidc-provider".utf8.reversed())
    else { return arn.utf8[..<arn.startIndex] }
    return arn.utf8[arn.utf8.index(after: slash)...]
}

import IdentityModel
import RoleRules
import STS
import Storage

import struct Foundation.Date
import struct Foundation.UUID

/// What a login with such claims would bear, told before anything is issued. Nothing is written.
package struct PrincipalTagForecast: Sendable {
    /// Empty when the session could not bear them.
    package let tags: PrincipalTags
    /// Why the session could not bear them; names keys and limits, never a value.
    package let problem: String?
    /// How much of the space for a session token a session with these tags takes, in per cent. Above 100 it is refused.
    package let packedPercent: Int

    package var canBeIssued: Bool { problem == nil && packedPercent <= 100 }

    /// Who signs in.
    package struct Login: Sendable {
        package let claims: Claims
        package let subject: String
        package let audience: String

        package init(claims: Claims, subject: String, audience: String) {
            self.claims = claims
            self.subject = subject
            self.audience = audience
        }
    }
}

extension PoolAdministration {
    /// - Parameter map: one that is to be tried; nil for the map that the provider has.
    package func forecast(
        _ login: PrincipalTagForecast.Login, of pool: String, provider: String, with map: PrincipalTagMap?,
        mint: SessionMint, by caller: RecognisedCaller, at now: Date
    ) async throws(FederationError) -> PrincipalTagForecast {
        let found = try await find(pool, for: caller).pool
        guard let kind = found.kind(ofTaggable: provider) else { throw .invalid(.providerNotConfigured(provider)) }
        guard let map = map ?? found.principalTagMaps[provider] else {
            throw .principalTagsNotFound(provider: provider)
        }
        try PrincipalTagLimits.check(map)
        let key = OpenIDProvider.key(of: provider)
        let ruled = RuleLogin(
            provider: key, kind: kind, mappingKeys: [], subject: login.subject, audience: login.audience,
            claims: login.claims)
        let tags: PrincipalTags
        do throws(PrincipalTagProblem) {
            tags = try PrincipalTags.resolve(map, for: ruled)
        } catch {
            return PrincipalTagForecast(tags: .none, problem: error.explanation, packedPercent: 0)
        }
        let identity = WebIdentity(
            pool: found.id, identity: IdentityID(region: found.id.region, uuid: UUID()),
            methods: ["authenticated", key.rawValue, "\(key):\(login.audience):\(login.subject)"], tags: tags.values)
        do throws(STSError) {
            let percent = try mint.packedPercent(
                of: identity, as: found.authenticatedRoleARN.flatMap(RoleARN.init), account: found.account, at: now)
            return PrincipalTagForecast(tags: tags, problem: nil, packedPercent: percent)
        } catch {
            throw .unavailable("a session cannot be sealed: \(error)")
        }
    }
}

extension IdentityPool {
    /// Nil for what is none of the pool's providers.
    fileprivate func kind(ofTaggable provider: String) -> RuleLogin.Kind? {
        if userPoolClients.contains(where: { $0.name.rawValue == provider }) { return .userPool }
        if openIDProviderARNs.contains(provider) { return .openID }
        if samlProviderARNs.contains(provider) { return .saml }
        return socialProviders.contains { $0.name.rawValue == provider } ? .social : nil
    }
}

extension OpenIDProvider {
    /// The key of a provider's logins: behind `oidc-provider/` where it is named by an ARN.
    fileprivate static func key(of provider: String) -> ProviderName {
        ProviderName(provider.firstRange(of: ":oidc-provider/").map { String(provider[$0.upperBound...]) } ?? provider)
    }
}

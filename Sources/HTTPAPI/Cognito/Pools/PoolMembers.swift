import Federation
import IdentityModel

/// The members that CreateIdentityPool and UpdateIdentityPool share.
struct PoolMembers: Sendable {
    let name: String?
    let allowsGuests: Bool?
    let allowsClassicFlow: Bool?
    let socialProviders: MapMember<String>?
    let developerProvider: String?
    let openIDProviderARNs: [String?]?
    let userPools: [UserPoolMember?]?
    let samlProviderARNs: [String?]?
    let tags: MapMember<String>?

    struct UserPoolMember: Sendable {
        let provider: String?
        let clientID: String?
        let serverSideTokenCheck: Bool?
    }

    init(_ members: RequestMembers) throws(WireError) {
        name = try members.text("IdentityPoolName")
        allowsGuests = try members.flag("AllowUnauthenticatedIdentities")
        allowsClassicFlow = try members.flag("AllowClassicFlow")
        socialProviders = try members.map("SupportedLoginProviders")
        developerProvider = try members.text("DeveloperProviderName")
        openIDProviderARNs = try members.list("OpenIdConnectProviderARNs")
        userPools = try members.structures("CognitoIdentityProviders") { members throws(WireError) in
            UserPoolMember(
                provider: try members.text("ProviderName"), clientID: try members.text("ClientId"),
                serverSideTokenCheck: try members.flag("ServerSideTokenCheck"))
        }
        samlProviderARNs = try members.list("SamlProviderARNs")
        tags = try members.map("IdentityPoolTags")
    }

    /// Checks every member; what is missing is told of as well.
    func settings(_ violations: inout Violations) -> PoolSettings {
        var settings = PoolSettings(
            name: violations.required(name, .poolName, at: "identityPoolName"),
            allowsGuests: violations.required(allowsGuests, at: "allowUnauthenticatedIdentities"))
        settings.allowsClassicFlow = allowsClassicFlow
        settings.socialProviders = violations.map(
            socialProviders, keys: .providerName, values: .providerID, at: "supportedLoginProviders", limit: 10
        ).sorted { $0.key < $1.key }.map { .init(name: ProviderName($0.key), appID: $0.value) }
        violations.optional(developerProvider, .developerProviderName, at: "developerProviderName")
        settings.developerProvider = developerProvider
        settings.openIDProviderARNs = violations.check(
            list: openIDProviderARNs ?? [], of: .arn, at: "openIdConnectProviderARNs")
        settings.userPoolClients = userPoolClients(&violations)
        settings.samlProviderARNs = violations.check(
            list: samlProviderARNs ?? [], of: .arn, at: "samlProviderARNs")
        return settings
    }

    private func userPoolClients(_ violations: inout Violations) -> [IdentityPool.UserPoolClient] {
        (userPools ?? []).enumerated().map { index, member in
            let path = "cognitoIdentityProviders.\(index + 1).member"
            if member == nil { violations.add(.notNull, at: path, value: .null) }
            violations.optional(member?.provider, .userPoolName, at: "\(path).providerName")
            violations.optional(member?.clientID, .userPoolClientID, at: "\(path).clientId")
            return IdentityPool.UserPoolClient(
                name: ProviderName(member?.provider ?? ""), clientID: member?.clientID ?? "",
                serverSideTokenCheck: member?.serverSideTokenCheck ?? false)
        }
    }

    func checkedTags(_ violations: inout Violations) -> [String: String] {
        violations.map(tags, keys: .poolTagKey, values: .poolTagValue, at: "identityPoolTags")
    }
}

/// An identity pool as an administrator set it up.
///
/// - Source: Amazon Cognito Identity API Reference, `IdentityPool`.
package struct IdentityPool: Sendable, Equatable {
    package var id: IdentityPoolID
    package var account: AccountID
    package var name: String
    package var allowsGuests: Bool
    /// Whether GetOpenIdToken answers. Nil: never set, which allows it.
    package var allowsClassicFlow: Bool?
    package var developerProvider: String?
    /// Social providers and their app ids, in the order given.
    package var socialProviders: [SocialProvider]
    /// App clients of user pools; one user pool may stand here several times.
    package var userPoolClients: [UserPoolClient]
    /// Registered OpenID Connect issuers, by ARN.
    package var openIDProviderARNs: [String]
    package var samlProviderARNs: [String]
    package var authenticatedRoleARN: String?
    package var unauthenticatedRoleARN: String?
    /// The session policy of guests in the enhanced flow. Nil: the built-in scope-down.
    package var guestSessionPolicy: String?
    /// By mapping key: the key of a provider, `USERPOOL:CLIENT`, or the ARN of a registered issuer.
    package var roleMappings: [String: RoleMapping]
    /// By the key of a user pool or social provider, or the ARN of a registered issuer.
    package var principalTagMaps: [String: PrincipalTagMap]
    package var tags: [String: String]

    package init(
        id: IdentityPoolID, account: AccountID, name: String, allowsGuests: Bool, allowsClassicFlow: Bool? = nil,
        developerProvider: String? = nil, socialProviders: [SocialProvider] = [],
        userPoolClients: [UserPoolClient] = [], openIDProviderARNs: [String] = [],
        samlProviderARNs: [String] = [], authenticatedRoleARN: String? = nil, unauthenticatedRoleARN: String? = nil,
        guestSessionPolicy: String? = nil, roleMappings: [String: RoleMapping] = [:],
        principalTagMaps: [String: PrincipalTagMap] = [:], tags: [String: String] = [:]
    ) {
        self.id = id
        self.account = account
        self.name = name
        self.allowsGuests = allowsGuests
        self.allowsClassicFlow = allowsClassicFlow
        self.developerProvider = developerProvider
        self.socialProviders = socialProviders
        self.userPoolClients = userPoolClients
        self.openIDProviderARNs = openIDProviderARNs
        self.samlProviderARNs = samlProviderARNs
        self.authenticatedRoleARN = authenticatedRoleARN
        self.unauthenticatedRoleARN = unauthenticatedRoleARN
        self.guestSessionPolicy = guestSessionPolicy
        self.roleMappings = roleMappings
        self.principalTagMaps = principalTagMaps
        self.tags = tags
    }

    package struct SocialProvider: Sendable, Equatable {
        package var name: ProviderName
        package var appID: String

        package init(name: ProviderName, appID: String) {
            self.name = name
            self.appID = appID
        }
    }

    package struct UserPoolClient: Sendable, Equatable {
        package var name: ProviderName
        package var clientID: String
        package var serverSideTokenCheck: Bool

        package init(name: ProviderName, clientID: String, serverSideTokenCheck: Bool = false) {
            self.name = name
            self.clientID = clientID
            self.serverSideTokenCheck = serverSideTokenCheck
        }
    }
}

extension IdentityPool {
    package var arn: String { "arn:aws:cognito-identity:\(id.region):\(account):identitypool/\(id)" }
}

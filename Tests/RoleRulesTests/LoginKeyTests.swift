import IdentityModel
import StrictJSON
import Testing

import struct Foundation.Date

@testable import RoleRules

@Suite struct `The mapping keys of a login` {
    private static let pool = IdentityPool(
        id: IdentityPoolID("eu-west-1:00000000-0000-4000-8000-000000000001")!, account: AccountID("123456789012")!,
        name: "p", allowsGuests: true,
        socialProviders: [
            .init(name: "accounts.google.com", appID: "g1"), .init(name: "graph.facebook.com", appID: "f1"),
        ],
        userPoolClients: [
            .init(name: RuleLogin.userPoolName, clientID: "app1"),
            .init(name: RuleLogin.userPoolName, clientID: "app2"),
        ],
        openIDProviderARNs: [
            RuleLogin.openIDKey, "arn:aws:iam::123456789012:oidc-provider/accounts.google.com",
            "arn:aws:iam::123456789012:oidc-provider/idp.example.com/realms/main",
        ], samlProviderARNs: [RuleLogin.samlKey])

    private static func login(
        _ provider: ProviderName, audience: String = "x", proof: VerifiedLogin.Proof = .signedToken,
        in pool: IdentityPool = pool
    ) throws -> RuleLogin {
        let login = VerifiedLogin(
            provider: provider, issuer: "https://\(provider)", subject: "s", audience: audience,
            claims: try .sample(#"{"c": 1}"#), proof: proof, issuedAt: nil, expiresAt: Date(timeIntervalSince1970: 0))
        return RuleLogin(login, in: pool)
    }

    @Test func `of a user pool end in the app client`() throws {
        let login = try Self.login(RuleLogin.userPoolName, audience: "app2")
        #expect(login.kind == .userPool)
        #expect(login.mappingKeys == ["\(RuleLogin.userPoolName):app2"])
        #expect(login.tagMapKeys == [RuleLogin.userPoolName.rawValue])
    }

    @Test
    func `of a user pool that is registered as an OpenID Connect provider too are those of the app's registration`()
        throws
    {
        let arn = "arn:aws:iam::123456789012:oidc-provider/\(RuleLogin.userPoolName)"
        var both = Self.pool
        both.openIDProviderARNs.append(arn)
        let client = try Self.login(RuleLogin.userPoolName, audience: "app1", in: both)
        #expect(client.kind == .userPool)
        #expect(client.mappingKeys == [RuleLogin.userPoolKey, arn])
        let other = try Self.login(RuleLogin.userPoolName, audience: "app9", in: both)
        #expect(other.kind == .openID)
        #expect(other.mappingKeys == [arn, RuleLogin.userPoolName.rawValue])
    }

    @Test func `of an OpenID Connect provider are its ARN and its name`() throws {
        let login = try Self.login("idp.example.com")
        #expect(login.kind == .openID)
        #expect(login.mappingKeys == [RuleLogin.openIDKey, "idp.example.com"])
        #expect(login.tagMapKeys == [RuleLogin.openIDKey, "idp.example.com"])
    }

    @Test func `of a social provider are its name, behind its ARN when it is registered twice`() throws {
        let facebook = try Self.login("graph.facebook.com", proof: .introspection)
        #expect(facebook.kind == .social)
        #expect(facebook.mappingKeys == ["graph.facebook.com"])
        let google = try Self.login("accounts.google.com")
        #expect(google.kind == .social)
        #expect(
            google.mappingKeys == [
                "arn:aws:iam::123456789012:oidc-provider/accounts.google.com", "accounts.google.com",
            ])
    }

    @Test func `of a SAML provider are its ARN`() throws {
        let login = try Self.login(ProviderName(RuleLogin.samlKey), proof: .saml)
        #expect(login.kind == .saml)
        #expect(login.mappingKeys == [RuleLogin.samlKey])
    }

    @Test func `of a developer's token are none`() throws {
        #expect(try Self.login(.broker).kind == .developer)
        #expect(try Self.login(.broker).mappingKeys == [])
        #expect(try Self.login("login.mycompany", proof: .developer).kind == .developer)
    }

    @Test func `bring what rules and tags look at`() throws {
        let login = try Self.login("graph.facebook.com", audience: "f1")
        #expect(login.subject == "s")
        #expect(login.audience == "f1")
        #expect(login.claims.text == #"{"c": 1}"#)
    }

    @Test func `are among those that a pool admits`() throws {
        #expect(
            Self.pool.roleMappingKeys == [
                "accounts.google.com", "graph.facebook.com", "\(RuleLogin.userPoolName):app1",
                "\(RuleLogin.userPoolName):app2", RuleLogin.openIDKey,
                "arn:aws:iam::123456789012:oidc-provider/accounts.google.com",
                "arn:aws:iam::123456789012:oidc-provider/idp.example.com/realms/main", "idp.example.com",
                "accounts.google.com", "idp.example.com/realms/main", RuleLogin.samlKey,
            ])
        for login in [
            try Self.login("accounts.google.com"), try Self.login("idp.example.com/realms/main"),
            try Self.login(RuleLogin.userPoolName, audience: "app1"),
            try Self.login(ProviderName(RuleLogin.samlKey), proof: .saml),
        ] {
            #expect(login.mappingKeys.allSatisfy(Self.pool.roleMappingKeys.contains))
        }
    }
}

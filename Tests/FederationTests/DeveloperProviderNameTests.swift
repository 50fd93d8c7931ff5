import IdentityModel
import Storage
import Testing

@testable import Federation

@Suite struct `The name of a developer provider` {
    private static func settings(_ name: String?) -> PoolSettings {
        var settings = PoolSettings(name: "pool", allowsGuests: true)
        settings.developerProvider = name
        return settings
    }

    @Test(arguments: [
        "authenticated", "unauthenticated", "cognito-identity.amazonaws.com", "accounts.google.com",
        "graph.facebook.com", "www.amazon.com", "api.twitter.com", "www.digits.com", "appleid.apple.com",
        "cognito-idp.eu-west-1.amazonaws.com", "cognito-idp.example",
    ])
    func `is none that stands for something else`(name: String) async throws {
        try await Household.lend { house, pool in
            await expect(.invalid(.developerProviderTaken(name))) {
                try await house.administration.create(Self.settings(name), tags: [:], by: house.caller)
            }
            await expect(.invalid(.developerProviderTaken(name))) {
                try await house.administration.update("\(pool.id)", to: Self.settings(name), by: house.caller)
            }
        }
    }

    @Test func `is not that of one of the pool's other providers, whichever comes first`() async throws {
        try await Household.lend { house, _ in
            var social = Self.settings("login.example")
            social.socialProviders = [.init(name: "login.example", appID: "app")]
            var issuer = Self.settings("login.example")
            issuer.openIDProviderARNs = ["arn:aws:iam::\(Household.account):oidc-provider/login.example"]
            let plain = try await house.administration.create(
                Self.settings("login.example"), tags: [:], by: house.caller)
            for settings in [social, issuer] {
                await expect(.invalid(.developerProviderTaken("login.example"))) {
                    try await house.administration.create(settings, tags: [:], by: house.caller)
                }
                var without = settings
                without.developerProvider = nil
                await expect(.invalid(.developerProviderTaken("login.example"))) {
                    try await house.administration.update("\(plain.id)", to: without, by: house.caller)
                }
            }
        }
    }

    @Test func `does not make a public login a user, where a pool has both from before`() async throws {
        try await Household.lend {
            $0.developerProvider = "plain.example"
        } _: { house, pool in
            let identities = house.exchange.identities
            let owner = try await identities.findOrLink(
                LoginKey(provider: "plain.example", subject: "ada", audience: "app"), in: pool.id.uuid, fresh: .random()
            )
            let ada = try #require(owner).id
            #expect(try await identities.owner(ofUser: "ada", at: "plain.example", in: pool.id.uuid) == nil)
            let users = try await identities.users(
                of: ada, at: "plain.example", in: pool.id.uuid, after: nil, limit: 10)
            #expect(users == [])
            let unlinked = try await identities.unlink(
                user: "ada", at: "plain.example", from: ada, in: pool.id.uuid)
            #expect(unlinked == .noSuchUser)
        }
    }
}

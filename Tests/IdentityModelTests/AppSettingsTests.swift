import IdentityModel
import Testing

import struct Foundation.UUID

@Suite struct `The settings of an app` {
    @Test func `take Twitter's value apart, and nobody else's`() {
        #expect(
            AppSettings(provider: "api.twitter.com", wireValue: "key;se;cret")
                == AppSettings(provider: "api.twitter.com", clientID: "key", secret: Secret("se;cret")))
        #expect(
            AppSettings(provider: "api.twitter.com", wireValue: "key")
                == AppSettings(provider: "api.twitter.com", clientID: "key"))
        #expect(
            AppSettings(provider: "api.twitter.com", wireValue: "key;")
                == AppSettings(provider: "api.twitter.com", clientID: "key"))
        #expect(
            AppSettings(provider: "graph.facebook.com", wireValue: "1;2")
                == AppSettings(provider: "graph.facebook.com", clientID: "1;2"))
    }

    @Test func `never let Twitter's secret pass for an id, however it was stored`() {
        let pool = IdentityPool(
            id: IdentityPoolID(region: "eu-west-1", uuid: UUID()), account: AccountID("111122223333")!, name: "pool",
            allowsGuests: false, socialProviders: [.init(name: "api.twitter.com", appID: "key;secret")])
        let registration = PoolRegistrations(of: pool, issuers: [])["api.twitter.com"]
        #expect(registration == ClientRegistration(clientIDs: ["key"], secret: Secret("secret")))
    }

    @Test func `leave a provider that is registered twice with the ids of both`() {
        let account = AccountID("111122223333")!
        let google = OpenIDProvider(
            account: account, issuer: OpenIDIssuer(url: "https://accounts.google.com"), clientIDs: ["phone", "web"])
        let pool = IdentityPool(
            id: IdentityPoolID(region: "eu-west-1", uuid: UUID()), account: account, name: "pool", allowsGuests: false,
            socialProviders: [.init(name: "accounts.google.com", appID: "web")], openIDProviderARNs: [google.arn])
        let registration = PoolRegistrations(of: pool, issuers: [google])["accounts.google.com"]
        #expect(registration.clientIDs == ["web", "phone"])
    }

    @Test func `are adopted by the app that they are of, and keep its other registrations`() {
        let pool = IdentityPool(
            id: IdentityPoolID(region: "eu-west-1", uuid: UUID()), account: AccountID("111122223333")!, name: "pool",
            allowsGuests: false,
            socialProviders: [
                .init(name: "graph.facebook.com", appID: "1"), .init(name: "api.twitter.com", appID: "key"),
            ])
        var registrations = PoolRegistrations(of: pool, issuers: [])
        registrations.adopt([
            AppSettings(provider: "graph.facebook.com", clientID: "1", secret: Secret("a"), limitedLogin: true),
            AppSettings(provider: "api.twitter.com", clientID: "another", secret: Secret("b")),
            AppSettings(provider: "www.amazon.com", clientID: "1", secret: Secret("c")),
        ])
        #expect(
            registrations["graph.facebook.com"]
                == ClientRegistration(clientIDs: ["1"], secret: Secret("a"), limitedLogin: true))
        #expect(registrations["api.twitter.com"] == ClientRegistration(clientIDs: ["key"]))
        #expect(registrations["www.amazon.com"] == .none)
    }

    @Test func `show no secret`() {
        let settings = AppSettings(provider: "graph.facebook.com", clientID: "1", secret: Secret("very-secret"))
        var text = "\(settings)\(String(reflecting: settings))"
        dump(settings, to: &text)
        #expect(!text.contains("very-secret"))
    }

    @Test(arguments: [
        ("a", "a", true), ("a", "b", false), ("ab", "a", false), ("", "", true), ("é", "e\u{301}", false),
    ])
    func `compare secrets by every byte`(left: String, right: String, isSame: Bool) {
        #expect((Secret(left) == Secret(right)) == isSame)
    }
}

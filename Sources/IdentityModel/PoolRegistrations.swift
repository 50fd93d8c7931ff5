/// Everything that a pool has registered at providers, by the key under which tokens come.
///
/// One key may be registered twice, as Google is for apps with several platforms: the client ids are then united.
package struct PoolRegistrations: Sendable, Equatable {
    private var registrations: [ProviderName: ClientRegistration]

    /// - Parameter issuers: the registered issuers that the pool's ARNs name; others are left out.
    package init(of pool: IdentityPool, issuers: [OpenIDProvider]) {
        var registrations: [ProviderName: ClientRegistration] = [:]
        func admit(_ clientIDs: [String], under name: ProviderName, _ adjust: (inout ClientRegistration) -> Void) {
            var registration = registrations[name] ?? .none
            registration.clientIDs += clientIDs.filter { !registration.clientIDs.contains($0) }
            adjust(&registration)
            registrations[name] = registration
        }
        for provider in pool.socialProviders {
            // Whoever stored Twitter's pair in one piece: its second half must not pass for an app id.
            let app = AppSettings(provider: provider.name, wireValue: provider.appID)
            admit([app.clientID], under: provider.name) { $0.secret = app.secret }
        }
        for client in pool.userPoolClients {
            admit([client.clientID], under: client.name) { $0.serverSideTokenCheck |= client.serverSideTokenCheck }
        }
        for provider in issuers where pool.openIDProviderARNs.contains(provider.arn) {
            admit(provider.clientIDs, under: provider.name) { $0.issuer = provider.issuer }
        }
        self.registrations = registrations
    }

    /// The registration under that key; one without client ids when there is none.
    package subscript(_ name: ProviderName) -> ClientRegistration { registrations[name] ?? .none }

    package var isEmpty: Bool { registrations.isEmpty }

    /// Adds what is kept of the registered apps beside their ids. Settings of an app that is not registered any more are
    /// left out.
    package mutating func adopt(_ settings: [AppSettings]) {
        for app in settings {
            guard var registration = registrations[app.provider], registration.clientIDs.first == app.clientID else {
                continue
            }
            if let secret = app.secret { registration.secret = secret }
            registration.limitedLogin = app.limitedLogin
            registrations[app.provider] = registration
        }
    }
}

extension Bool {
    fileprivate static func |= (left: inout Bool, right: Bool) { left = left || right }
}

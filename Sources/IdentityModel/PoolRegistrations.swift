/// Everything that a pool has registered at providers, by the key under which tokens come.
///
/// One key may be registered twice, as Google is for apps with several platforms: the client ids are then united.
package struct PoolRegistrations: Sendable, Equatable {
    private let registrations: [ProviderName: ClientRegistration]

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
            admit([provider.appID], under: provider.name) { _ in }
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
}

extension Bool {
    fileprivate static func |= (left: inout Bool, right: Bool) { left = left || right }
}

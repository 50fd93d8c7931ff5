import IdentityModel
import Storage

import struct Foundation.UUID

/// Secrets that came inside a pool's settings: the API has Twitter's consumer secret in one text with its key.
extension IdentityPool {
    /// Leaves of every app what may be kept and shown as it is, and hands out the rest.
    mutating func takeSecrets() -> [AppSettings] {
        let apps = socialProviders.map { AppSettings(provider: $0.name, wireValue: $0.appID) }
        socialProviders = apps.map { SocialProvider(name: $0.provider, appID: $0.clientID) }
        return apps.filter { $0.secret != nil }
    }
}

extension PoolAdministration {
    /// Seals them beside the pool, which must be there. Apps that came without a secret keep the one they have.
    func keep(_ apps: [AppSettings], in pool: UUID) async throws(FederationError) {
        guard !apps.isEmpty else { return }
        guard let secrets else { throw .internal("there is no place for the secret of an app") }
        for app in apps {
            try await stored { () throws(StorageError) in try await secrets.save(app, in: pool) }
        }
        directory.forget(pool)
    }
}

import IdentityModel
import Storage

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
    /// Takes them out of the pool, to be written together with it. Apps that came without a secret keep the one they have.
    func takeSecrets(of pool: inout IdentityPool) throws(FederationError) -> [ProviderSecretStore.SealedApp] {
        var sealed: [ProviderSecretStore.SealedApp] = []
        for app in pool.takeSecrets() {
            guard let secrets else { throw .internal("there is no place for the secret of an app") }
            do throws(StorageError) {
                sealed.append(try secrets.seal(app, in: pool.id.uuid))
            } catch {
                throw FederationError(error)
            }
        }
        return sealed
    }
}

import IdentityModel
import STS
import Storage
import StrictJSON

extension DeveloperUser {
    /// The user whom one of our own tokens was issued for; nil when it was issued for nobody that the pool's developer
    /// provider, as it is now, vouched for.
    init?(in claims: Claims, of pool: IdentityPool) {
        self.init(claims["amr"]?.elements.compactMap(\.string) ?? [], of: pool.id)
        guard let provider = pool.developerProvider, key.provider.rawValue.utf8.elementsEqual(provider.utf8) else {
            return nil
        }
    }
}

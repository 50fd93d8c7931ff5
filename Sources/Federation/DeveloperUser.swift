import IdentityModel
import Storage
import StrictJSON

/// A user of a pool's developer provider, and how our own tokens name one.
struct DeveloperUser {
    /// The login that the user is kept as.
    let key: LoginKey
    /// The first elements of `amr` in a token that was issued for the user.
    let methods: [String]

    init(_ user: String, at provider: ProviderName, in pool: IdentityPool) {
        key = LoginKey(provider: provider, subject: user, audience: "\(pool.id)", isDeveloper: true)
        methods = ["authenticated", provider.rawValue, Self.prefix(provider, pool) + user]
    }

    /// The user whom one of our own tokens was issued for; nil when it was issued for nobody that the pool's developer
    /// provider vouched for.
    init?(in claims: Claims, of pool: IdentityPool) {
        let methods = claims["amr"]?.elements.compactMap(\.string) ?? []
        guard let provider = pool.developerProvider.map({ ProviderName($0) }), methods.count >= 3 else { return nil }
        let prefix = Self.prefix(provider, pool).unicodeScalars
        let scalars = methods[2].unicodeScalars
        guard scalars.starts(with: prefix) else { return nil }
        self.init(String(scalars.dropFirst(prefix.count)), at: provider, in: pool)
        // As bytes: `==` takes two spellings of one character for the same.
        guard zip(self.methods, methods).allSatisfy({ $0.utf8.elementsEqual($1.utf8) }) else { return nil }
    }

    private static func prefix(_ provider: ProviderName, _ pool: IdentityPool) -> String { "\(provider):\(pool.id):" }
}

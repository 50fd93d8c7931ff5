import IdentityModel
import Storage

/// A user of a developer provider, and how our own tokens name one: in `amr`.
package struct DeveloperUser: Sendable {
    /// The login that the user is kept as.
    package let key: LoginKey
    /// The first elements of `amr` in a token that was issued for the user.
    package let methods: [String]

    package init(_ user: String, at provider: ProviderName, in pool: IdentityPoolID) {
        key = LoginKey(provider: provider, subject: user, audience: "\(pool)", isDeveloper: true)
        methods = ["authenticated", provider.rawValue, Self.prefix(provider, pool) + user]
    }

    /// The user whom a token of the pool was issued for; nil when it was issued for no such user.
    ///
    /// Whether the pool has this developer provider now is not asked.
    package init?(_ methods: [String], of pool: IdentityPoolID) {
        guard methods.count >= 3 else { return nil }
        let provider = ProviderName(methods[1])
        let prefix = Self.prefix(provider, pool).unicodeScalars
        let scalars = methods[2].unicodeScalars
        guard scalars.starts(with: prefix) else { return nil }
        self.init(String(scalars.dropFirst(prefix.count)), at: provider, in: pool)
        // As bytes: `==` takes two spellings of one character for the same.
        guard zip(self.methods, methods).allSatisfy({ $0.utf8.elementsEqual($1.utf8) }) else { return nil }
    }

    private static func prefix(_ provider: ProviderName, _ pool: IdentityPoolID) -> String { "\(provider):\(pool):" }
}

extension WebIdentity {
    /// The developer's user for whom a token of ours was issued; nil when it was issued for none. Whoever takes the token
    /// asks whether the identity has that user still.
    package var vouchedLogin: LoginKey? { DeveloperUser(methods, of: pool)?.key }
}

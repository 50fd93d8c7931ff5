import IdentityModel

/// The `Logins` map of a request as it was written: who is claimed, in the order given, and the token, if there is one.
struct LoginsMember: Sendable {
    let entries: [(provider: ProviderName, token: Secret<String>?)]

    var providers: [ProviderName] { entries.map(\.provider) }

    static let limit = 10
}

extension Violations {
    /// Nothing of the map is ever repeated, since what is in it may be a token under the wrong name.
    ///
    /// A key without a token is refused and not skipped: skipping it could make a guest of somebody who meant to sign in.
    mutating func logins(_ member: LoginsMember?, at path: String) -> [Login] {
        guard let entries = member?.entries else { return [] }
        if entries.count > LoginsMember.limit { add(.maximumLength(LoginsMember.limit), at: path, value: .withheld) }
        if !entries.allSatisfy({ TextShape.providerName.admits($0.provider.rawValue) }) {
            add(.mapKeys(TextShape.providerName.constraints), at: path, value: .withheld)
        }
        let logins = entries.compactMap { entry in entry.token.map { Login(provider: entry.provider, token: $0) } }
        if logins.count < entries.count { add(.mapValues([.notNull]), at: path, value: .withheld) }
        if !logins.allSatisfy({ TextShape.providerToken.admits($0.token.reveal()) }) {
            add(.mapValues(TextShape.providerToken.constraints), at: path, value: .withheld)
        }
        return logins
    }

    mutating func requiredLogins(_ member: LoginsMember?, at path: String) -> [Login] {
        if member == nil { add(.notNull, at: path, value: .null) }
        return logins(member, at: path)
    }
}

/// Which sessions are to end before their time: all that this stands behind.
package enum RevocationScope: Sendable, Hashable {
    case account(AccountID)
    case pool(IdentityPoolID)
    case identity(IdentityID)
    case login(LoginSubject)
    /// Every session of the role, whoever began it.
    case role(UniqueID)
    /// The user's own sessions, and those of roles that the user assumed.
    case user(UniqueID)
    /// One session, by its access key id, which is what logs and clients know it by.
    case session(AccessKeyID)

    /// A login, as its provider knows the person: at a provider of a pool, or, without a pool, at an OpenID provider of
    /// the account, named by its ARN.
    package struct LoginSubject: Sendable, Hashable {
        package let pool: IdentityPoolID?
        package let provider: ProviderName
        package let subject: String

        package init(pool: IdentityPoolID?, provider: ProviderName, subject: String) {
            self.pool = pool
            self.provider = provider
            self.subject = subject
        }
    }

    package enum Kind: String, Sendable, CaseIterable {
        case account, pool, identity, login, role, user, session
    }

    package var kind: Kind {
        switch self {
        case .account: .account
        case .pool: .pool
        case .identity: .identity
        case .login: .login
        case .role: .role
        case .user: .user
        case .session: .session
        }
    }

    /// Bytes of UTF-8 in a target, at most: it stands in an entry of an index.
    package static let longestTarget = 2_600

    /// What is named, in one text: `POOL PROVIDER SUBJECT` for a login, with `-` where there is no pool.
    package var target: String {
        switch self {
        case .account(let id): id.rawValue
        case .pool(let id): id.description
        case .identity(let id): id.description
        case .login(let login): "\(login.pool?.description ?? "-") \(login.provider) \(login.subject)"
        case .role(let id), .user(let id): id.rawValue
        case .session(let id): id.rawValue
        }
    }

    /// Nil for a text that no scope of the kind has.
    package init?(_ kind: Kind, target: String) {
        switch kind {
        case .account: self.init(AccountID(target).map(Self.account))
        case .pool: self.init(IdentityPoolID(target).map(Self.pool))
        case .identity: self.init(IdentityID(target).map(Self.identity))
        case .login: self.init(LoginSubject(target: target).map(Self.login))
        case .role: self.init(UniqueID(target).flatMap { $0.kind == .role ? .role($0) : nil })
        case .user: self.init(UniqueID(target).flatMap { $0.kind == .user ? .user($0) : nil })
        case .session: self.init(AccessKeyID(target).flatMap { $0.kind == .temporary ? .session($0) : nil })
        }
    }

    private init?(_ scope: RevocationScope?) {
        guard let scope else { return nil }
        self = scope
    }
}

extension RevocationScope.LoginSubject {
    fileprivate init?(target: String) {
        let parts = target.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, !parts[1].isEmpty, !parts[2].isEmpty else { return nil }
        let pool = IdentityPoolID(parts[0])
        guard pool != nil || parts[0] == "-" else { return nil }
        self.init(pool: pool, provider: ProviderName(parts[1]), subject: parts[2])
    }
}

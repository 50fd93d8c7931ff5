import IdentityModel

import struct Foundation.Date

/// Every revocation that matters, sorted for asking. A value: the next version is another one.
struct RevocationSnapshot: Sendable {
    let version: Int64
    private var cutoffs: [RevocationScope: Date]
    /// The providers that logins were revoked at, by pool: mostly none, and then nobody's `amr` is looked through.
    private var providers: [IdentityPoolID: Set<ProviderName>] = [:]

    init(version: Int64, _ cutoffs: [RevocationScope: Date]) {
        self.version = version
        self.cutoffs = cutoffs
        for case .login(let login) in cutoffs.keys {
            if let pool = login.pool { providers[pool, default: []].insert(login.provider) }
        }
    }

    var isEmpty: Bool { cutoffs.isEmpty }

    /// What ends the session; nil when nothing does.
    ///
    /// - Parameter heir: the identity that took the place of the session's own.
    func revocation(of session: RevocableSession, heir: IdentityID? = nil) -> RevocationScope.Kind? {
        guard !cutoffs.isEmpty else { return nil }
        func isCut(_ scope: RevocationScope) -> Bool {
            cutoffs[scope].map { session.issuedAt < $0 } ?? false
        }
        // The session itself, whenever it began by whose clock.
        if let id = session.accessKeyID, cutoffs[.session(id)] != nil { return .session }
        if let id = session.principalID {
            if id.kind == .role, isCut(.role(id)) { return .role }
            if id.kind == .user, isCut(.user(id)) { return .user }
        }
        if let identity = session.identity {
            if isCut(.identity(identity.id)) { return .identity }
            if let heir, isCut(.identity(heir)) { return .identity }
            if isCut(.pool(identity.pool)) { return .pool }
            if logins(in: identity.pool, of: session.methods).contains(where: { isCut(.login($0)) }) { return .login }
        } else if let provider = session.provider, let subject = session.subject {
            if isCut(.login(.init(pool: nil, provider: ProviderName(provider), subject: subject))) { return .login }
        }
        return isCut(.account(session.account)) ? .account : nil
    }

    /// The logins that an entry of `amr` may stand for. What is between provider and subject depends on the provider's
    /// descriptor, and both it and the subject may hold colons, so every way to read the entry is asked: one too many is
    /// a person who signs in again, one too few a revocation that does nothing.
    private func logins(in pool: IdentityPoolID, of methods: [String]) -> [RevocationScope.LoginSubject] {
        guard let revoked = providers[pool] else { return [] }
        var logins: [RevocationScope.LoginSubject] = []
        for method in methods {
            let bytes = method.utf8
            for provider in revoked where bytes.starts(with: "\(provider):".utf8) {
                var rest = bytes.dropFirst(provider.rawValue.utf8.count + 1)
                while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
                    rest = rest[bytes.index(after: colon)...]
                    guard let subject = String(rest) else { continue }
                    logins.append(.init(pool: pool, provider: provider, subject: subject))
                }
            }
        }
        return logins
    }
}

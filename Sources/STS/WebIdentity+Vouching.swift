import IdentityModel
import Storage

extension WebIdentity {
    /// The user of a developer provider for whom a token of ours was issued, by its `amr`; nil when what it was issued for
    /// is no such user. Whoever takes the token asks whether the identity has that user still.
    ///
    /// Whether the pool has this developer provider now is not asked: what counts is whose the login is.
    package var vouchedLogin: LoginKey? {
        guard methods.count >= 3 else { return nil }
        let prefix = "\(methods[1]):\(pool):".utf8
        let detail = methods[2].utf8
        guard detail.starts(with: prefix), let user = String(detail.dropFirst(prefix.count)) else { return nil }
        return LoginKey(
            provider: ProviderName(methods[1]), subject: user, audience: audience, isDeveloper: true)
    }
}

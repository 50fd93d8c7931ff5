import IdentityModel
import Storage

@testable import Federation
@testable import STS

extension Household {
    static let developer = "login.example"

    var administration: PoolAdministration {
        PoolAdministration(
            store: PoolStore(client), directory: exchange.pools,
            permissions: Permissions(IdentityPolicyDirectory(IdentityPolicyStore(client))),
            roles: RoleDirectory(RoleStore(client)),
            tokens: PageTokens(MasterKey(Secret([UInt8](repeating: 7, count: 32)))!))
    }

    func identities() -> IdentityAdministration {
        IdentityAdministration(identities: exchange.identities, pools: administration)
    }

    var developers: DeveloperIdentities { DeveloperIdentities(exchange: exchange, pools: administration) }

    /// An administrator, by whom everything is asked that takes a signature.
    var caller: RecognisedCaller {
        var generator = SystemRandomNumberGenerator()
        let id = UniqueID(.user, account: Self.account, using: &generator)
        return RecognisedCaller(
            User(account: Self.account, id: id, name: "admin"), accessKeyID: AccessKeyID("AKIAQAAAAAAABBBBBBBB")!,
            region: "eu-west-1")
    }

    /// A token for a user of the developer provider, and the identity that it is for.
    func token(
        for user: String, beside logins: [Login] = [], identity: String? = nil, in pool: IdentityPool
    ) async throws -> (identity: String, login: Login) {
        let issued = try await developers.token(
            .init(
                pool: "\(pool.id)", identity: identity,
                logins: [.plain(user, at: ProviderName(Self.developer))] + logins, tags: [:], duration: nil),
            by: caller)
        return ("\(issued.identity)", Login(provider: .broker, token: issued.token))
    }

    func unlink(_ user: String, from identity: String, in pool: IdentityPool) async throws {
        try await developers.unlink(
            user, provider: Self.developer, from: identity, in: "\(pool.id)", by: caller)
    }

    func merge(_ source: String, into destination: String, in pool: IdentityPool) async throws {
        _ = try await developers.merge(
            source, into: destination, provider: Self.developer, in: "\(pool.id)", by: caller)
    }

    /// With a pool that has a developer provider.
    static func lendWithDeveloper(_ body: (Household, IdentityPool) async throws -> Void) async throws {
        try await lend({ $0.developerProvider = developer }, body)
    }
}

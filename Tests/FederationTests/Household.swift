import Foundation
import IAMPolicy
import IdentityModel
import Logging
import Migrations
import Postgres
import Providers
import STS
import Storage
import StrictJSON
import TestSupport
import Testing
import UpstreamSTS
import WebTokens

@testable import Federation

/// The whole conductor on a real database, with one provider whose tokens say plainly whom they prove.
struct Household: Sendable {
    static let account = AccountID("111122223333")!
    static let issuer = "https://sluice.example"

    let client: PostgresClient
    let exchange: CredentialExchange
    let webIdentities: WebIdentityExchange
    let signingKeys: SigningKeys
    let sealingKeys: SealingKeys
    let revocations: SessionRevocations
    /// Where roles go that name a back end.
    let upstream = PlayedUpstream()

    /// - Parameter adjust: changes the pool before it is saved. The change is in force at once: nothing was cached yet.
    static func lend<Result: Sendable>(
        _ adjust: @Sendable (inout IdentityPool) -> Void = { _ in },
        _ body: (Household, IdentityPool) async throws -> Result
    ) async throws -> Result {
        try await LentDatabase.lend(from: .migrated) { uri in
            let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
            do {
                let house = try await Household(client)
                let pool = try await house.addPool(adjust)
                let result = try await body(house, pool)
                await client.close()
                return result
            } catch {
                await client.close()
                throw error
            }
        }
    }

    private init(_ client: PostgresClient) async throws {
        let masterKey = try #require(MasterKey(Secret([UInt8](repeating: 7, count: 32))))
        signingKeys = SigningKeys(
            SigningKeyStore(client, masterKey: masterKey), algorithm: .es256, region: "eu-west-1",
            commonName: "sluice.example")
        sealingKeys = SealingKeys(SealingKeyStore(client, masterKey: masterKey))
        try await signingKeys.refresh()
        try await sealingKeys.refresh()
        let verifier = IDTokenVerifier()
        let keys = OwnKeySource(signingKeys)
        revocations = SessionRevocations(SessionRevocationStore(client), identities: IdentityStore(client))
        let assumption = RoleAssumption(
            roles: RoleDirectory(RoleStore(client)),
            permissions: Permissions(IdentityPolicyDirectory(IdentityPolicyStore(client))),
            mint: SessionMint(keys: sealingKeys, deployment: Self.account.rawValue), revocations: revocations)
        exchange = CredentialExchange(
            pools: PoolDirectory(PoolStore(client)), identities: IdentityStore(client),
            verification: LoginVerification(
                provider: { _, _ in PlainProvider() },
                broker: BrokerTokenProvider(issuer: Self.issuer, verifier: verifier, keys: keys),
                brokerIssuer: Self.issuer,
                end: { [revocations] session throws(STSError) in try await revocations.end(of: session) }),
            assumption: assumption, tokens: OpenIDTokenIssuer(issuer: Self.issuer, keys: signingKeys),
            upstream: .init(
                directory: BackEndDirectory(BackEndStore(client)),
                credentials: UpstreamCredentials(fetch: upstream.fetch, allowsLoopbackHTTP: false)))
        webIdentities = WebIdentityExchange(
            issuer: Self.issuer, verifier: verifier, keys: keys,
            providers: OpenIDProviderDirectory(OpenIDProviderStore(client)),
            prove: { login, app, now throws(LoginError) in try await PlainProvider().verify(login, for: app, at: now) },
            assumption: assumption, identities: IdentityStore(client))
        self.client = client
    }

    /// The same on the same database, as another process would be: it has remembered nothing.
    func replica() async throws -> Household { try await Household(client) }

    /// A pool with both roles, named after it.
    func addPool(_ adjust: (inout IdentityPool) -> Void = { _ in }) async throws -> IdentityPool {
        let id = IdentityPoolID(region: "eu-west-1", uuid: UUID())
        var roles: [String] = []
        for audience in [CognitoTrust.Audience.authenticated, .unauthenticated] {
            let name = "\(audience)-\(id.uuid.uuidString.prefix(8))"
            var generator = SystemRandomNumberGenerator()
            let role = Role(
                account: Self.account, id: UniqueID(.role, account: Self.account, using: &generator), name: name,
                trustPolicy: CognitoTrust(pool: "\(id)", audience: audience).text)
            try await RoleStore(client).save(role)
            roles.append(role.arn)
        }
        var pool = IdentityPool(
            id: id, account: Self.account, name: "pool", allowsGuests: true,
            socialProviders: [.init(name: "plain.example", appID: "app"), .init(name: "other.example", appID: "app")],
            authenticatedRoleARN: roles[0], unauthenticatedRoleARN: roles[1])
        adjust(&pool)
        try await PoolStore(client).save(pool)
        return pool
    }

    func guest(of pool: IdentityPool) async throws -> String {
        "\(try await exchange.identityID(pool: "\(pool.id)", logins: []))"
    }

    func identity(of subject: String, in pool: IdentityPool) async throws -> String {
        "\(try await exchange.identityID(pool: "\(pool.id)", logins: [.plain(subject)]))"
    }
}

/// Proves that whoever the token names is whom it names; a token that begins with `!` is bad.
private struct PlainProvider: LoginProvider {
    func verify(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        let subject = login.token.reveal()
        guard app.isConfigured else { throw .notConfigured }
        guard !subject.hasPrefix("!") else { throw .badSignature }
        guard let claims = try? JSONDocument("{}", limits: .token) else { throw .malformed }
        return VerifiedLogin(
            provider: login.provider, issuer: login.provider.rawValue, subject: subject, audience: "app",
            claims: Claims(claims), proof: .signedToken, issuedAt: nil, expiresAt: now.addingTimeInterval(60))
    }
}

extension Login {
    static func plain(_ subject: String, at provider: ProviderName = "plain.example") -> Login {
        Login(provider: provider, token: Secret(subject))
    }
}

extension TemporaryCredentials {
    /// The name of the role in the session that the credentials stand for.
    func role(under keys: SealingKeys) throws -> String {
        try SessionSeal(keyring: keys.keyring, deploymentID: Household.account.rawValue)
            .open(sessionToken, for: accessKeyID, at: Date()).session.principalName
    }
}

import IdentityModel
import Logging
import Postgres
import TestSupport
import Testing

import struct Foundation.UUID

@testable import Storage

/// A database with our schema and one pool in it.
struct MigratedDatabase: Sendable {
    let client: PostgresClient
    let pool: IdentityPool

    var identities: IdentityStore { IdentityStore(client) }
    var pools: PoolStore { PoolStore(client) }

    /// - Parameter transactions: how many can be under way at once; nil for as many as there are by default.
    static func lend<Result: Sendable>(
        transactions: Int? = nil, _ body: (MigratedDatabase) async throws -> Result
    ) async throws -> Result {
        try await LentDatabase.lend(from: .migrated) { uri in
            var configuration = try PostgresConfiguration(uri: uri)
            if let transactions { configuration.transactionConnections = transactions }
            let client = PostgresClient(configuration, logger: .silent)
            let pool = IdentityPool.sample()
            do {
                try await PoolStore(client).save(pool)
                let result = try await body(MigratedDatabase(client: client, pool: pool))
                await client.close()
                return result
            } catch {
                await client.close()
                throw error
            }
        }
    }

    func login(_ subject: String, at provider: ProviderName = "accounts.google.com") -> LoginKey {
        LoginKey(provider: provider, subject: subject, audience: "app")
    }

    /// An identity that owns the login from now on.
    func identity(owning login: LoginKey) async throws -> UUID {
        try #require(try await identities.findOrLink(login, in: pool.id.uuid, fresh: UUID())).id
    }

    func guest() async throws -> UUID {
        let id = UUID()
        try #require(try await identities.insertGuest(id, in: pool.id.uuid))
        return id
    }
}

extension IdentityPool {
    static func sample() -> IdentityPool {
        IdentityPool(
            id: IdentityPoolID(region: "eu-west-1", uuid: UUID()), account: AccountID("111122223333")!, name: "sample",
            allowsGuests: true, developerProvider: "login.example",
            socialProviders: [.init(name: "accounts.google.com", appID: "123-abc.apps.googleusercontent.com")],
            userPoolClients: [
                .init(name: "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00", clientID: "one"),
                .init(
                    name: "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00", clientID: "two",
                    serverSideTokenCheck: true),
            ],
            openIDProviderARNs: ["arn:aws:iam::111122223333:oidc-provider/idp.example.com/realms/main"],
            authenticatedRoleARN: "arn:aws:iam::111122223333:role/user")
    }
}

extension RoleChange {
    static let sample = RoleChange(by: "arn:aws:iam::111122223333:user/admin", .admin)
}

import Foundation
import IdentityModel
import Postgres
import Testing

@testable import Storage

@Suite struct `Secrets of a pool's apps` {
    private static let facebook: ProviderName = "graph.facebook.com"

    private func withStore(
        _ body: @Sendable (MigratedDatabase, ProviderSecretStore) async throws -> Void
    ) async throws {
        try await MigratedDatabase.lend { database in
            let masterKey = try #require(MasterKey(Secret([UInt8](repeating: 1, count: 32))))
            try await body(database, ProviderSecretStore(database.client, masterKey: masterKey))
        }
    }

    private static func app(_ secret: String?, clientID: String = "492", limitedLogin: Bool = false) -> AppSettings {
        AppSettings(
            provider: facebook, clientID: clientID, secret: secret.map { Secret($0) }, limitedLogin: limitedLogin)
    }

    @Test func `come back as they were put in, the last ones only`() async throws {
        try await withStore { database, store in
            let pool = database.pool.id.uuid
            try await store.save(Self.app("first"), in: pool)
            try await store.save(Self.app("second", limitedLogin: true), in: pool)
            #expect(try await store.list(in: pool) == [Self.app("second", limitedLogin: true)])
            #expect(try await store.list(in: UUID()).isEmpty)
        }
    }

    @Test func `rest sealed`() async throws {
        try await withStore { database, store in
            try await store.save(Self.app("very-secret"), in: database.pool.id.uuid)
            let rows = try await database.client.query(
                Statement("all_secrets", "SELECT app_secret::text FROM pool_provider_secrets", repeatable: true))
            let stored = try #require(rows.first).text(0)
            let plain = "very-secret".utf8.map { String($0, radix: 16) }.joined()
            #expect(!stored.contains(plain))
            #expect(!stored.contains("very-secret"))
        }
    }

    @Test func `open under no other master key`() async throws {
        try await withStore { database, store in
            try await store.save(Self.app("very-secret"), in: database.pool.id.uuid)
            let other = try #require(MasterKey(Secret([UInt8](repeating: 2, count: 32))))
            await #expect(throws: StorageError.self) {
                try await ProviderSecretStore(database.client, masterKey: other).list(in: database.pool.id.uuid)
            }
        }
    }

    @Test(arguments: ["pool_id = gen_random_uuid()", "provider = 'api.twitter.com'", "client_id = '493'"])
    func `cannot be moved to another pool, provider or app`(change: String) async throws {
        try await withStore { database, store in
            try await store.save(Self.app("very-secret"), in: database.pool.id.uuid)
            let drop = "ALTER TABLE pool_provider_secrets DROP CONSTRAINT pool_provider_secrets_pool_id_fkey"
            _ = try await database.client.query(Statement("drop_key", drop, repeatable: false))
            let move = "UPDATE pool_provider_secrets SET \(change) RETURNING pool_id"
            let rows = try await database.client.query(Statement("move_secret", move, repeatable: false))
            let pool = try #require(rows.first).uuid(0)
            await #expect(throws: StorageError.self) { try await store.list(in: pool) }
        }
    }

    @Test func `go with their app`() async throws {
        try await withStore { database, store in
            let id = database.pool.id.uuid
            var pool = database.pool
            pool.socialProviders = [.init(name: Self.facebook, appID: "492")]
            try await database.pools.save(pool)
            try await store.save(Self.app("secret"), in: id)
            pool.name = "another name"
            try await database.pools.save(pool)
            #expect(try await store.list(in: id) == [Self.app("secret")])
            pool.socialProviders = [.init(name: Self.facebook, appID: "493")]
            try await database.pools.save(pool)
            #expect(try await store.list(in: id).isEmpty)
        }
    }

    @Test func `go with their pool`() async throws {
        try await withStore { database, store in
            try await store.save(Self.app("very-secret"), in: database.pool.id.uuid)
            _ = try await database.client.query(
                Statement("delete_pools", "DELETE FROM identity_pools", repeatable: false))
            #expect(try await store.list(in: database.pool.id.uuid).isEmpty)
        }
    }

    @Test func `join the registration of their app, and of no other`() async throws {
        try await withStore { database, store in
            var pool = database.pool
            pool.socialProviders = [.init(name: Self.facebook, appID: "492")]
            try await database.pools.save(pool)
            try await store.save(Self.app("very-secret", limitedLogin: true), in: pool.id.uuid)
            let ours = try await #require(try await database.pools.find(pool.id.uuid)).joined(with: store)
            #expect(
                ours.registrations[Self.facebook]
                    == ClientRegistration(clientIDs: ["492"], secret: Secret("very-secret"), limitedLogin: true))

            pool.socialProviders = [.init(name: Self.facebook, appID: "493")]
            try await database.pools.save(pool)
            let others = try await #require(try await database.pools.find(pool.id.uuid)).joined(with: store)
            #expect(others.registrations[Self.facebook] == ClientRegistration(clientIDs: ["493"]))
        }
    }
}

import IdentityModel
import Logging
import Migrations
import Postgres
import TestSupport
import Testing

import struct Foundation.UUID

@testable import Storage

/// What an earlier release has left must be there, and mean the same, after the migrations that came later.
@Suite struct `Rows from before a migration` {
    /// Applies `first`, writes rows, applies everything, and hands over the database.
    func migrate(
        upTo first: Int, _ rows: [String], _ body: (PostgresClient) async throws -> Void
    ) async throws {
        try await LentDatabase.lend { uri in
            let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
            let all = EmbeddedMigrations.all.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }
            do {
                _ = try await MigrationRunner(all.filter { $0.number <= first }, on: client, version: "old").run()
                for (index, row) in rows.enumerated() {
                    try await client.query(Statement("row_\(index)", row, repeatable: false))
                }
                _ = try await MigrationRunner(all, on: client, version: "new").run()
                try await body(client)
                await client.close()
            } catch {
                await client.close()
                throw error
            }
        }
    }

    private static let account = AccountID("111122223333")!

    private static let principals = [
        "INSERT INTO roles (account_id, role_id, name, trust_policy) VALUES ('111122223333', 'AROAQAAAAAAABBBBBBBBB', 'r', '{}')",
        "INSERT INTO role_policies (account_id, role_id, name, document) VALUES ('111122223333', 'AROAQAAAAAAABBBBBBBBB', 'p', '{}')",
        "INSERT INTO users (account_id, user_id, name) VALUES ('111122223333', 'AIDAQAAAAAAABBBBBBBBB', 'u')",
        "INSERT INTO managed_policies (account_id, policy_id, name) VALUES ('111122223333', 'ANPAQAAAAAAABBBBBBBBB', 'm')",
        "INSERT INTO openid_providers (account_id, url, client_ids, key_set_url) VALUES ('111122223333', 'https://a.example', '{app}', 'https://a.example/keys')",
    ]

    @Test func `have no tags and bind nobody`() async throws {
        try await migrate(upTo: 6, Self.principals) { client in
            let roles = RoleStore(client)
            let role = try #require(try await roles.find(named: "R", account: Self.account))
            #expect(role.policies == ["p": "{}"])
            #expect(role.trustedIDs.isEmpty)
            #expect(role.tags.isEmpty)
            #expect(try await roles.details(named: "r", account: Self.account)?.description == nil)
            let user = try await UserStore(client).details(named: "u", account: Self.account)
            #expect(user?.tags == [])
            #expect(user?.boundary == nil)
            #expect(try await roles.details(named: "r", account: Self.account)?.boundary == nil)
            let policies = IdentityPolicyStore(client)
            for id in ["AIDAQAAAAAAABBBBBBBBB", "AROAQAAAAAAABBBBBBBBB"] {
                let found = try await policies.find(try #require(UniqueID(id)), account: Self.account)
                #expect(try #require(found).boundary == nil)
            }
            let arn = PolicyARN(account: Self.account, name: "m")
            #expect(try await ManagedPolicyStore(client).find(arn)?.tags == [])
            let providers = OpenIDProviderStore(client)
            let url = "https://a.example"
            #expect(try await providers.details(urls: [url], account: Self.account)?.tags == [])
            let issuer = try await providers.find(url: url, account: Self.account)?.issuer
            #expect(issuer?.keySetURL == "https://a.example/keys")
        }
    }
}

extension `Rows from before a migration` {
    private static let people = [
        "INSERT INTO identity_pools (pool_id, region, account_id, name, allows_guests) VALUES ('00000000-0000-4000-8000-000000000001', 'eu-west-1', '111122223333', 'p', true)",
        "INSERT INTO identities (pool_id, identity_id, state) VALUES ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', 'authenticated')",
        "INSERT INTO logins (pool_id, provider, subject, identity_id, audience) VALUES ('00000000-0000-4000-8000-000000000001', 'accounts.google.com', 'ada', '00000000-0000-4000-8000-000000000002', 'app')",
    ]

    @Test func `are of people whom nobody disabled and of whose logins no use is known`() async throws {
        try await migrate(upTo: 16, Self.people) { client in
            let pool = try #require(UUID(uuidString: "00000000-0000-4000-8000-000000000001"))
            let id = try #require(UUID(uuidString: "00000000-0000-4000-8000-000000000002"))
            let identities = IdentityStore(client)
            let seen = try #require(try await identities.details(id, in: pool))
            #expect(seen.standing == .authenticated)
            #expect(seen.logins.map(\.lastUsedAt) == [nil])
            #expect(try await identities.search(IdentityQuery(), in: pool, after: nil, limit: 2).map(\.id) == [id])
            let login = LoginKey(provider: "accounts.google.com", subject: "ada", audience: "app")
            #expect(
                try await identities.findOrLink(login, in: pool, fresh: UUID())
                    == LoginOwner(id: id, isSuspended: false))
        }
    }

    @Test func `make the first version of a pool's roles`() async throws {
        let id = "00000000-0000-4000-8000-000000000001"
        let role = "arn:aws:iam::111122223333:role/r"
        let rows = [
            "INSERT INTO identity_pools (pool_id, region, account_id, name, allows_guests, authenticated_role_arn, version) VALUES ('\(id)', 'eu-west-1', '111122223333', 'p', true, '\(role)', 7)",
            "INSERT INTO pool_role_mappings (pool_id, provider, kind, ambiguous, rules) VALUES ('\(id)', 'accounts.google.com', 'Rules', 'Deny', '[[\"hd\", \"Equals\", \"a\", \"\(role)\"]]')",
            "INSERT INTO pool_role_mappings (pool_id, provider, kind, ambiguous) VALUES ('\(id)', 'idp.example.com', 'Token', 'AuthenticatedRole')",
        ]
        try await migrate(upTo: 11, rows) { client in
            let store = PoolStore(client)
            let uuid = try #require(UUID(uuidString: id))
            let found = try #require(try await store.find(uuid))
            #expect(
                found.pool.roleMappings == [
                    "accounts.google.com": RoleMapping(
                        .rules([RoleRule("hd", .equals, "a", gives: role)]), otherwise: .deny),
                    "idp.example.com": RoleMapping(.token, otherwise: .authenticatedRole),
                ])
            #expect(found.roleVersion == 1)
            let first = try #require(try await store.roleVersions.active(of: uuid))
            #expect(first.summary.change.source == .upgrade)
            #expect(first.settings == found.pool.roleSettings(tests: "[]"))
            // What changes nothing makes no version, and what does makes the second.
            var pool = found.pool
            pool.name = "other"
            #expect(try await store.replace(pool, version: 7, by: .sample) == .changed)
            #expect(try await store.find(uuid)?.roleVersion == 1)
            pool.authenticatedRoleARN = nil
            #expect(try await store.replace(pool, version: 8, by: .sample) == .changed)
            #expect(try await store.find(uuid)?.roleVersion == 2)
        }
    }
}

@Suite struct `A role that is written again` {
    @Test func `keeps what was added to it meanwhile`() async throws {
        try await MigratedDatabase.lend { database in
            let account = database.pool.account
            let store = RoleStore(database.client)
            var generator = SystemRandomNumberGenerator()
            var role = Role(
                account: account, id: UniqueID(.role, account: account, using: &generator), name: "r",
                trustPolicy: "{}")
            try await store.save(role)
            let holder = PolicyHolder(.role, "r", account: account)
            let policy = try #require(PolicyARN("arn:aws:iam::aws:policy/IAMReadOnlyAccess"))
            #expect(
                try await TagStore(database.client).add(
                    [Tag(key: "k", value: "v")], to: .role("r"), account: account) == nil)
            #expect(try await AttachmentStore(database.client).attach(policy, to: holder, limit: 10) == nil)
            #expect(try await BoundaryStore(database.client).set(policy, of: holder) == nil)
            #expect(
                try await store.update("r", account: account, description: "d", maxSessionSeconds: nil) != nil)

            role.maxSessionSeconds = 7_200
            role.trustedIDs = ["arn:aws:iam::111122223333:user/u": "AIDAQAAAAAAABBBBBBBBB"]
            try await store.save(role)
            let details = try #require(try await store.details(named: "r", account: account))
            #expect(details.description == "d")
            #expect(details.tags == [Tag(key: "k", value: "v")])
            #expect(details.maxSessionSeconds == 7_200)
            #expect(details.boundary == policy.description)
            #expect(try await store.find(named: "r", account: account)?.trustedIDs == role.trustedIDs)
            #expect(try await AttachmentStore(database.client).policies(of: holder) == [policy])
        }
    }
}

import IdentityModel
import Testing

import struct Foundation.UUID

@testable import Storage

@Suite(.timeLimit(.minutes(2))) struct `A pool in the store` {
    @Test func `comes back with everything that was written`() async throws {
        try await MigratedDatabase.lend { house in
            var pool = IdentityPool.sample()
            pool.samlProviderARNs = ["arn:aws:iam::111122223333:saml-provider/corporate"]
            pool.roleMappings = [
                "accounts.google.com": RoleMapping(
                    .rules([
                        RoleRule("hd", .equals, "example.com", gives: "arn:aws:iam::111122223333:role/staff"),
                        RoleRule("näme", .contains, "\"ö\"", gives: "arn:aws:iam::111122223333:role/other"),
                    ]), otherwise: .deny),
                "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00:one": RoleMapping(
                    .token, otherwise: .authenticatedRole),
            ]
            pool.principalTagMaps = [
                "accounts.google.com": PrincipalTagMap(usesDefaults: false, claims: ["department": "dept"]),
                "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00": PrincipalTagMap(usesDefaults: true),
            ]
            pool.tags = ["team": "blue", "": "", "quote\"": "\\"]
            let isMade = try await house.pools.insert(pool, by: .sample, limit: 10)
            #expect(isMade)
            #expect(try await house.pools.find(pool.id.uuid)?.pool == pool)
        }
    }

    @Test func `is one of so many at most, however many are made at once`() async throws {
        try await MigratedDatabase.lend(transactions: 24) { house in
            let made = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<96 {
                    group.addTask { try await house.pools.insert(.sample(), by: .sample, limit: 61) }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            // One was there before.
            #expect(made == 60)
            let pools = try await house.pools.list(
                account: house.pool.account, region: house.pool.id.region, after: nil, limit: 100)
            #expect(pools.count == 61)
        }
    }

    @Test func `is replaced only in the version that was read`() async throws {
        try await MigratedDatabase.lend { house in
            let read = try #require(try await house.pools.find(house.pool.id.uuid))
            var first = read.pool
            first.name = "first"
            var second = read.pool
            second.name = "second"
            #expect(try await house.pools.replace(first, version: read.version, by: .sample) == .changed)
            #expect(try await house.pools.replace(second, version: read.version, by: .sample) == .overtaken)
            #expect(try await house.pools.find(read.pool.id.uuid)?.pool.name == "first")
        }
    }

    @Test func `is not made again under its id while its identities are being swept up`() async throws {
        try await MigratedDatabase.lend { house in
            let doomed = IdentityPool.sample()
            try await house.pools.save(doomed)
            #expect(try await house.pools.delete(doomed.id.uuid))
            #expect(try await house.pools.isBeingDeleted(doomed.id.uuid))
            await #expect(throws: StorageError.refused(rule: "pool_is_being_deleted")) {
                try await house.pools.save(doomed)
            }
            #expect(try await house.pools.find(doomed.id.uuid) == nil)
            #expect(try await !house.pools.isBeingDeleted(house.pool.id.uuid))
        }
    }

    @Test func `is swept up in batches once it is deleted, and the others stay`() async throws {
        try await MigratedDatabase.lend { house in
            let doomed = IdentityPool.sample()
            try await house.pools.save(doomed)
            for index in 0..<25 {
                let login = LoginKey(provider: "accounts.google.com", subject: "p\(index)", audience: "app")
                _ = try await house.identities.findOrLink(login, in: doomed.id.uuid, fresh: UUID())
            }
            let neighbour = try await house.identity(owning: house.login("ada"))
            #expect(try await house.pools.sweep(batch: 10) == false)

            #expect(try await house.pools.delete(doomed.id.uuid))
            #expect(try await !house.pools.delete(doomed.id.uuid))
            var batches = 0
            while try await house.pools.sweep(batch: 10) { batches += 1 }
            #expect(batches == 3)
            #expect(try await house.identities.list(doomed.id.uuid, after: nil, limit: 60, hidingDisabled: false) == [])
            #expect(try await house.identities.find(neighbour) != nil)
        }
    }

    @Test func `that is deleted while somebody signs in leaves no orphan behind`() async throws {
        try await MigratedDatabase.lend { house in
            let doomed = IdentityPool.sample()
            try await house.pools.save(doomed)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask { _ = try? await house.identities.insertGuest(UUID(), in: doomed.id.uuid) }
                }
                group.addTask { _ = try? await house.pools.delete(doomed.id.uuid) }
            }
            while try await house.pools.sweep(batch: 100) {}
            #expect(try await house.identities.list(doomed.id.uuid, after: nil, limit: 60, hidingDisabled: false) == [])
        }
    }
}

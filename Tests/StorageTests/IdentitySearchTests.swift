import Foundation
import IdentityModel
import Postgres
import Testing

@testable import Storage

@Suite struct `A search for identities` {
    /// Identities that were made a minute apart, some of them at the same time.
    private func fill(_ house: MigratedDatabase, count: Int) async throws {
        try await house.client.query(
            Statement(
                "fill",
                """
                INSERT INTO identities (pool_id, identity_id, state, created_at, suspended_at)
                SELECT $1, gen_random_uuid(),
                       CASE n % 4 WHEN 0 THEN 'authenticated' WHEN 1 THEN 'disabled' ELSE 'guest' END,
                       timestamptz '2026-01-01 00:00Z' + (n / 3) * interval '1 minute',
                       CASE WHEN n % 8 = 0 THEN now() END
                  FROM generate_series(0, $2::bigint - 1) AS n
                """, repeatable: false), [.uuid(house.pool.id.uuid), .int64(Int64(count))])
    }

    private func pages(
        _ query: IdentityQuery, of size: Int, in house: MigratedDatabase,
        between: (Int) async throws -> Void = { _ in }
    ) async throws -> [IdentitySummary] {
        var (found, last): ([IdentitySummary], IdentityQuery.Place?) = ([], nil)
        for page in 0..<100 {
            let rows = try await house.identities.search(query, in: house.pool.id.uuid, after: last, limit: size)
            found += rows
            guard let end = rows.last else { return found }
            last = end.place
            try await between(page)
        }
        Issue.record("the list does not end")
        return found
    }

    @Test(arguments: [true, false]) func `shows every identity once, in order`(newestFirst: Bool) async throws {
        try await MigratedDatabase.lend { house in
            try await fill(house, count: 40)
            let found = try await pages(IdentityQuery(newestFirst: newestFirst), of: 7, in: house)
            #expect(found.count == 40)
            #expect(Set(found.map(\.id)).count == 40)
            let places = found.map(\.place)
            #expect(places == (newestFirst ? places.sorted(by: >) : places.sorted()))
        }
    }

    @Test(arguments: [
        (IdentityState.guest, 20), (.authenticated, 5), (.disabled, 15),
    ]) func `tells states apart as clients meet them`(state: IdentityState, count: Int) async throws {
        try await MigratedDatabase.lend { house in
            try await fill(house, count: 40)
            let found = try await pages(IdentityQuery(state: state), of: 4, in: house)
            #expect(found.count == count)
            #expect(found.allSatisfy { $0.standing.state == state })
        }
    }

    @Test func `takes in the beginning of a time and leaves out its end`() async throws {
        try await MigratedDatabase.lend { house in
            try await fill(house, count: 12)
            let start = Date(timeIntervalSince1970: 1_767_225_600)
            for newestFirst in [true, false] {
                let found = try await pages(
                    IdentityQuery(
                        createdFrom: start.addingTimeInterval(60), createdBefore: start.addingTimeInterval(180),
                        newestFirst: newestFirst), of: 2, in: house)
                #expect(found.count == 6)
                #expect(Set(found.map { $0.createdAt.timeIntervalSince(start) }) == [60, 120])
            }
        }
    }

    @Test func `neither repeats nor skips what stays while others come and go`() async throws {
        try await MigratedDatabase.lend { house in
            try await fill(house, count: 30)
            let before = Set(try await pages(IdentityQuery(), of: 30, in: house).map(\.id))
            var gone: Set<UUID> = []
            let found = try await pages(IdentityQuery(), of: 5, in: house) { page in
                // One that is still to come goes, and a new one is made.
                let last = try await house.identities.search(
                    IdentityQuery(newestFirst: true), in: house.pool.id.uuid, after: nil, limit: 30)
                if let doomed = last.first(where: { before.contains($0.id) }), page < 3 {
                    gone.insert(doomed.id)
                    _ = try await house.identities.delete(doomed.id, in: house.pool.id.uuid)
                    _ = try await house.guest()
                }
            }
            #expect(Set(found.map(\.id)).count == found.count)
            #expect(before.subtracting(gone).isSubset(of: found.map(\.id)))
            #expect(gone.count == 3)
        }
    }

    @Test func `finds whose a login is, byte by byte`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await house.identity(owning: house.login("ada"))
            let pool = house.pool.id.uuid
            #expect(try await house.identities.owner(of: "ada", at: "accounts.google.com", in: pool) == ada)
            #expect(try await house.identities.owner(of: "ADA", at: "accounts.google.com", in: pool) == nil)
            #expect(try await house.identities.owner(of: "ada", at: "idp.example.com", in: pool) == nil)
            #expect(try await house.identities.owner(of: "ada", at: "accounts.google.com", in: UUID()) == nil)
        }
    }

    @Test func `shows an identity with its logins and how many ids lead to it`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            let ada = try await house.identity(owning: house.login("ada"))
            for _ in 0..<2 {
                _ = try await house.identities.settle(
                    [house.login("ada")], named: try await house.guest(), in: pool, fresh: UUID())
            }
            let seen = try #require(try await house.identities.details(ada, in: pool))
            #expect(seen.aliases == 2)
            #expect(seen.logins.map(\.audience) == ["app"])
            #expect(seen.logins.map(\.isDeveloper) == [false])
            #expect(seen.logins.map(\.lastUsedAt) == [nil])
            #expect(try await house.identities.details(ada, in: UUID()) == nil)
        }
    }
}

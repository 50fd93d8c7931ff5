import Foundation
import IdentityModel
import Testing

@testable import Storage

@Suite struct `Uses of logins` {
    private static let pool = UUID()
    private static let noon = Date(timeIntervalSince1970: 1_800_000_000)

    private func login(_ subject: String, at provider: ProviderName = "accounts.google.com") -> LoginKey {
        LoginKey(provider: provider, subject: subject, audience: "app")
    }

    @Test func `are kept once an hour for each login`() {
        let uses = LoginUses()
        for second in [0.0, 1, 3_599] {
            uses.note([login("ada"), login("bob")], in: Self.pool, at: Self.noon + second)
        }
        #expect(uses.take(10).map(\.subject) == ["ada", "bob"])
        uses.note([login("ada")], in: Self.pool, at: Self.noon + 3_600)
        #expect(uses.take(10).map(\.at) == [Self.noon + 3_600])
    }

    @Test func `are of one login in one pool`() {
        let uses = LoginUses()
        uses.note([login("ada")], in: Self.pool, at: Self.noon)
        uses.note([login("ada")], in: UUID(), at: Self.noon)
        uses.note([login("ada", at: "idp.example.com")], in: Self.pool, at: Self.noon)
        #expect(uses.take(10).count == 3)
    }

    @Test func `are let go when too many wait, and noted when they come again`() {
        let uses = LoginUses(pendingLimit: 2)
        uses.note(["a", "b", "c"].map { login($0) }, in: Self.pool, at: Self.noon)
        #expect(uses.takeDropped() == 1)
        #expect(uses.takeDropped() == 0)
        #expect(uses.take(1).map(\.subject) == ["a"])
        uses.note([login("c")], in: Self.pool, at: Self.noon + 1)
        #expect(uses.take(10).map(\.subject) == ["b", "c"])
    }

    @Test func `are taken again when they could not be written, as far as there is room`() {
        let uses = LoginUses(pendingLimit: 2)
        uses.note([login("a"), login("b")], in: Self.pool, at: Self.noon)
        let taken = uses.take(2)
        uses.note([login("c")], in: Self.pool, at: Self.noon)
        uses.putBack(taken)
        #expect(uses.take(10).map(\.subject) == ["a", "c"])
        #expect(uses.takeDropped() == 1)
    }

    @Test func `are remembered for no more logins than there is room for`() {
        let uses = LoginUses(recentLimit: 2)
        uses.note(["a", "b", "c", "c"].map { login($0) }, in: Self.pool, at: Self.noon)
        // Making room forgot the first two, and what is noted twice is written twice at worst.
        uses.note([login("a")], in: Self.pool, at: Self.noon)
        #expect(uses.take(10).map(\.subject) == ["a", "b", "c", "a"])
    }

    // MARK: In the database

    @Test func `are written down, the latest of each login and one an hour`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            let ada = try await house.identity(owning: house.login("ada"))
            func write(_ seconds: Double...) async throws -> Int {
                try await house.identities.record(
                    seconds.map {
                        LoginUse(pool: pool, provider: "accounts.google.com", subject: "ada", at: Self.noon + $0)
                    })
            }
            func lastUse() async throws -> Date? {
                try await house.identities.details(ada, in: pool)?.logins.first?.lastUsedAt
            }
            #expect(try await write(0, 2.5, 1) == 1)
            #expect(try await lastUse() == Self.noon + 2.5)
            // Another replica noted it within the hour; another one noted it earlier.
            #expect(try await write(3_000) == 0)
            #expect(try await write(-7_200) == 0)
            #expect(try await lastUse() == Self.noon + 2.5)
            #expect(try await write(3_602.5) == 1)
            #expect(try await lastUse() == Self.noon + 3_602.5)
        }
    }

    @Test func `of what is gone are left out, and nothing else changes`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            let ada = try await house.identity(owning: house.login("ada"))
            let before = try #require(try await house.identities.details(ada, in: pool))
            let written = try await house.identities.record(
                ["ada", "eve"].map {
                    LoginUse(pool: pool, provider: "accounts.google.com", subject: $0, at: Self.noon)
                })
            #expect(written == 1)
            let after = try #require(try await house.identities.details(ada, in: pool))
            #expect(after.modifiedAt == before.modifiedAt)
            #expect(after.revision == before.revision)
            #expect(try await house.identities.record([]) == 0)
        }
    }
}

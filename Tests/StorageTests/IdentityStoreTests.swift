import Foundation
import IdentityModel
import Testing

@testable import Storage

@Suite struct `The identity store` {
    @Test func `gives simultaneous first logins of one person one identity`() async throws {
        try await MigratedDatabase.lend { database in
            let login = database.login("42")
            let found = try await withThrowingTaskGroup(of: UUID?.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await database.identities.findOrLink(login, in: database.pool.id.uuid, fresh: UUID())?.id
                    }
                }
                return try await group.reduce(into: Set<UUID?>()) { $0.insert($1) }
            }
            let owner = try #require(found.first ?? nil)
            #expect(found == [owner])
            let record = try await database.identities.find(owner)
            #expect(record?.state == .authenticated)
            #expect(record?.logins == [.init(provider: "accounts.google.com", subject: "42")])
        }
    }

    @Test func `tells subjects apart by their bytes`() async throws {
        try await MigratedDatabase.lend { database in
            let lower = try await database.identity(owning: database.login("abc"))
            let upper = try await database.identity(owning: database.login("ABC"))
            #expect(lower != upper)
            #expect(try await database.identity(owning: database.login("abc")) == lower)
        }
    }

    @Test func `makes nothing in a pool that is not there`() async throws {
        try await MigratedDatabase.lend { database in
            let elsewhere = UUID()
            #expect(try await database.identities.insertGuest(UUID(), in: elsewhere) == false)
            #expect(
                try await database.identities.findOrLink(database.login("1"), in: elsewhere, fresh: UUID()) == nil)
            let settled = try await database.identities.settle(
                [database.login("1"), database.login("1", at: "idp.example.com")], named: nil, in: elsewhere,
                fresh: UUID())
            #expect(settled == nil)
        }
    }

    @Test func `makes a guest once, however often it is asked`() async throws {
        try await MigratedDatabase.lend { database in
            let id = UUID()
            #expect(try await database.identities.insertGuest(id, in: database.pool.id.uuid))
            #expect(try await database.identities.insertGuest(id, in: database.pool.id.uuid))
            let record = try await database.identities.find(id)
            #expect(record?.state == .guest)
            #expect(record?.logins == [])
        }
    }

    // MARK: Settling

    @Test func `upgrades a guest and keeps its id`() async throws {
        try await MigratedDatabase.lend { database in
            let guest = try await database.guest()
            let settled = try await database.identities.settle(
                [database.login("1")], named: guest, in: database.pool.id.uuid, fresh: UUID())
            #expect(settled == .success(guest))
            #expect(try await database.identities.find(guest)?.state == .authenticated)
            #expect(try await database.identity(owning: database.login("1")) == guest)
        }
    }

    @Test func `lets a guest meet a known person`() async throws {
        try await MigratedDatabase.lend { database in
            let known = try await database.identity(owning: database.login("1"))
            let guest = try await database.guest()
            func settle() async throws -> Result<UUID, Settlement.Refusal>? {
                try await database.identities.settle(
                    [database.login("1")], named: guest, in: database.pool.id.uuid, fresh: UUID())
            }
            #expect(try await settle() == .success(known))
            let left = try await database.identities.find(guest)
            #expect(left?.state == .disabled)
            #expect(left?.mergedInto == known)
            // Asked again with the old id and the same login, the answer is the same.
            #expect(try await settle() == .success(known))
        }
    }

    @Test func `follows an id through two merges`() async throws {
        try await MigratedDatabase.lend { database in
            let google = database.login("1")
            let example = database.login("1", at: "idp.example.com")
            let first = try await database.identity(owning: google)
            let guest = try await database.guest()
            let pool = database.pool.id.uuid
            _ = try await database.identities.settle([google], named: guest, in: pool, fresh: UUID())
            let second = try await database.identity(owning: example)
            #expect(
                try await database.identities.settle([google, example], named: second, in: pool, fresh: UUID())
                    == .success(second))
            #expect(try await database.identities.find(first)?.mergedInto == second)
            #expect(
                try await database.identities.settle([google], named: guest, in: pool, fresh: UUID())
                    == .success(second))
        }
    }

    @Test func `changes nothing when two users of one provider would meet`() async throws {
        try await MigratedDatabase.lend { database in
            let example = database.login("1", at: "idp.example.com")
            let first = try await database.identity(owning: database.login("1"))
            _ = try await database.identities.settle(
                [database.login("1"), example], named: first, in: database.pool.id.uuid, fresh: UUID())
            let settled = try await database.identities.settle(
                [example, database.login("2")], named: first, in: database.pool.id.uuid, fresh: UUID())
            #expect(settled == .failure(.conflict))
            #expect(try await database.identities.find(first)?.logins.count == 2)
            #expect(try await database.identity(owning: database.login("2")) != first)
        }
    }

    @Test func `gives simultaneous upgrades of many guests by one person one survivor`() async throws {
        try await MigratedDatabase.lend { database in
            var guests: [UUID] = []
            for _ in 0..<12 { guests.append(try await database.guest()) }
            let login = database.login("7")
            let survivors = try await withThrowingTaskGroup(of: Result<UUID, Settlement.Refusal>?.self) { group in
                for guest in guests {
                    group.addTask {
                        try await database.identities.settle(
                            [login], named: guest, in: database.pool.id.uuid, fresh: UUID())
                    }
                }
                var survivors: Set<UUID> = []
                for try await result in group { survivors.insert(try #require(try result?.get())) }
                return survivors
            }
            #expect(survivors.count == 1)
            let owner = try await database.identity(owning: login)
            #expect(survivors == [owner])
            var states: [IdentityState: Int] = [:]
            for guest in guests {
                let record = try #require(try await database.identities.find(guest))
                states[record.state, default: 0] += 1
            }
            #expect(states == [.authenticated: 1, .disabled: 11])
        }
    }

    @Test func `gives simultaneous first sign-ins with two logins one identity`() async throws {
        try await MigratedDatabase.lend { database in
            let logins = [database.login("9"), database.login("9", at: "idp.example.com")]
            let owners = try await withThrowingTaskGroup(of: Result<UUID, Settlement.Refusal>?.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        try await database.identities.settle(
                            logins, named: nil, in: database.pool.id.uuid, fresh: UUID())
                    }
                }
                var owners: Set<UUID> = []
                for try await result in group { owners.insert(try #require(try result?.get())) }
                return owners
            }
            #expect(owners.count == 1)
        }
    }

    // MARK: Unlinking

    @Test func `disables an identity with its last login, for good`() async throws {
        try await MigratedDatabase.lend { database in
            let google = database.login("1")
            let example = database.login("1", at: "idp.example.com")
            let pool = database.pool.id.uuid
            let id = try await database.identity(owning: google)
            _ = try await database.identities.settle([google, example], named: id, in: pool, fresh: UUID())

            #expect(try await database.identities.unlink([example.provider], from: id, in: pool) == .unlinked)
            #expect(try await database.identities.find(id)?.state == .authenticated)
            #expect(
                try await database.identities.unlink([example.provider], from: id, in: pool)
                    == .notLinked("idp.example.com"))
            #expect(try await database.identities.unlink([google.provider], from: id, in: pool) == .unlinked)
            #expect(try await database.identities.find(id)?.state == .disabled)
            #expect(try await database.identities.unlink([google.provider], from: id, in: pool) == .gone)
            // The freed login is somebody new.
            #expect(try await database.identity(owning: google) != id)
        }
    }
}

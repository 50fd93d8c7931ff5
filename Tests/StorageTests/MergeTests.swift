import IdentityModel
import Testing

import struct Foundation.UUID

@testable import Storage

@Suite(.timeLimit(.minutes(2))) struct `A merge of identities` {
    private func user(_ name: String) -> LoginKey {
        LoginKey(provider: "login.example", subject: name, audience: "pool", isDeveloper: true)
    }

    private func settle(
        _ logins: [LoginKey], _ named: UUID? = nil, _ occasion: Settlement.Occasion = .logins,
        in house: MigratedDatabase
    ) async throws -> UUID {
        let outcome = try await house.identities.settle(
            logins, named: named, in: house.pool.id.uuid, fresh: UUID(), as: occasion)
        return try #require(try outcome?.get())
    }

    private func owner(of login: LoginKey, in house: MigratedDatabase) async throws -> UUID? {
        try await house.identities.owner(ofUser: login.subject, at: login.provider, in: house.pool.id.uuid)
    }

    @Test func `is recorded with what moved`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await settle([user("ada")], in: house)
            let bob = try await settle([user("bob"), user("rob")], in: house)
            #expect(try await settle([user("ada"), user("bob")], ada, .developerMerge, in: house) == ada)
            let merges = try await house.identities.merges(in: house.pool.id.uuid, of: bob, limit: 10)
            #expect(merges.map(\.survivor) == [ada])
            #expect(merges.map(\.absorbed) == [bob])
            #expect(merges.map(\.moved) == [2])
        }
    }

    @Test func `is undone to what was before`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await settle([user("ada")], in: house)
            let bob = try await settle([user("bob")], in: house)
            _ = try await settle([user("ada"), user("bob")], ada, .developerMerge, in: house)
            // Linked since: stays with the survivor.
            #expect(try await settle([user("ada"), user("eve")], ada, in: house) == ada)

            let merge = try #require(
                try await house.identities.merges(in: house.pool.id.uuid, of: nil, limit: 1).first)
            guard case .undone(_, let restored) = try await house.identities.undo(merge: merge.id) else {
                Issue.record("not undone")
                return
            }
            #expect(restored == 1)
            #expect(try await owner(of: user("bob"), in: house) == bob)
            #expect(try await owner(of: user("ada"), in: house) == ada)
            #expect(try await owner(of: user("eve"), in: house) == ada)
            #expect(try await house.identities.find(bob)?.state == .authenticated)
            #expect(try await house.identities.find(bob)?.mergedInto == nil)
            #expect(try await house.identities.undo(merge: merge.id) == .undoneBefore)
        }
    }

    @Test func `of a guest gives the guest back`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await house.identity(owning: house.login("ada"))
            let guest = try await house.guest()
            #expect(try await settle([house.login("ada")], guest, in: house) == ada)
            let merge = try #require(
                try await house.identities.merges(in: house.pool.id.uuid, of: guest, limit: 1).first)
            _ = try await house.identities.undo(merge: merge.id)
            #expect(try await house.identities.find(guest)?.state == .guest)
        }
    }

    @Test func `is undone from the last to the first, and ids merged before follow`() async throws {
        try await MigratedDatabase.lend { house in
            let names = ["ada", "bob", "eve"]
            var ids: [UUID] = []
            for name in names { ids.append(try await settle([user(name)], in: house)) }
            _ = try await settle([user("bob"), user("eve")], ids[1], .developerMerge, in: house)
            _ = try await settle([user("ada"), user("bob")], ids[0], .developerMerge, in: house)
            #expect(try await house.identities.find(ids[2])?.mergedInto == ids[0])

            let merges = try await house.identities.merges(in: house.pool.id.uuid, of: nil, limit: 10)
            let first = try #require(merges.first { $0.survivor == ids[1] })
            let second = try #require(merges.first { $0.survivor == ids[0] })
            #expect(try await house.identities.undo(merge: first.id) == .survivorMerged)
            _ = try await house.identities.undo(merge: second.id)
            #expect(try await house.identities.find(ids[2])?.mergedInto == ids[1])
            #expect(try await owner(of: user("eve"), in: house) == ids[1])
            _ = try await house.identities.undo(merge: first.id)
            for (name, id) in zip(names, ids) { #expect(try await owner(of: user(name), in: house) == id) }
        }
    }

    @Test func `leaves a person without logins disabled when it is undone`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await settle([user("ada")], in: house)
            let bob = try await settle([user("bob")], in: house)
            _ = try await settle([user("ada"), user("bob")], ada, .developerMerge, in: house)
            let unlinked = try await house.identities.unlink(
                user: "bob", at: "login.example", from: ada, in: house.pool.id.uuid)
            #expect(unlinked == .unlinked)
            let merge = try #require(
                try await house.identities.merges(in: house.pool.id.uuid, of: nil, limit: 1).first)
            guard case .undone(_, let restored) = try await house.identities.undo(merge: merge.id) else {
                Issue.record("not undone")
                return
            }
            #expect(restored == 0)
            #expect(try await house.identities.find(bob)?.state == .disabled)
        }
    }

    @Test func `is forgotten with the last of those who were merged, one into another`() async throws {
        try await MigratedDatabase.lend { house in
            var ids: [UUID] = []
            for name in ["ada", "bob", "eve"] { ids.append(try await settle([user(name)], in: house)) }
            _ = try await settle([user("bob"), user("eve")], ids[1], .developerMerge, in: house)
            _ = try await settle([user("ada"), user("bob")], ids[0], .developerMerge, in: house)
            #expect(try await house.identities.merges(in: house.pool.id.uuid, of: nil, limit: 10).count == 2)
            let foreign = try await house.identities.delete(
                [ids[0]], account: house.pool.account, region: house.pool.id.region)
            #expect(foreign == [])
            #expect(try await house.identities.merges(in: house.pool.id.uuid, of: nil, limit: 10) == [])
        }
    }

    @Test func `that nobody made cannot be undone`() async throws {
        try await MigratedDatabase.lend { house in
            let outcome = try await house.identities.undo(merge: UUID())
            #expect(outcome == .noSuchMerge)
        }
    }
}

import IdentityModel
import Testing

import struct Foundation.UUID

@testable import Storage

@Suite(.timeLimit(.minutes(2))) struct `A merge by an administrator` {
    private static let other: ProviderName = "idp.example.com"

    @Test func `does what its preview says, and can be undone`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            let ada = try await house.identity(owning: house.login("ada"))
            let bob = try await house.identity(owning: house.login("bob", at: Self.other))
            let plan = try #require(try await house.identities.previewMerge(of: bob, into: ada, in: pool))
            #expect(plan.conflicts == [])
            #expect(plan.survivor.id == ada)
            #expect(plan.moved.map(\.subject) == ["bob"])
            #expect(try await house.identities.find(bob)?.state == .authenticated)

            let merged = try await house.identities.merge(bob, into: ada, in: pool).get()
            #expect(merged.survivor.logins.map(\.subject) == ["ada", "bob"])
            #expect(merged.survivor.aliases == 1)
            #expect(try await house.identities.find(bob)?.mergedInto == ada)
            #expect(try await house.identity(owning: house.login("bob", at: Self.other)) == ada)

            #expect(try await house.identities.undo(merge: merged.merge, in: UUID()) == .noSuchMerge)
            guard case .undone(_, restored: 1) = try await house.identities.undo(merge: merged.merge, in: pool) else {
                Issue.record("not undone")
                return
            }
            #expect(try await house.identities.find(bob)?.state == .authenticated)
            #expect(try await house.identity(owning: house.login("bob", at: Self.other)) == bob)
        }
    }

    @Test func `takes in a guest`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await house.identity(owning: house.login("ada"))
            let guest = try await house.guest()
            let merged = try await house.identities.merge(guest, into: ada, in: house.pool.id.uuid).get()
            #expect(try await house.identities.find(guest)?.mergedInto == ada)
            _ = try await house.identities.undo(merge: merged.merge)
            #expect(try await house.identities.find(guest)?.state == .guest)
        }
    }

    @Test func `is refused with everything that stands against it`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            let ada = try await house.identity(owning: house.login("ada"))
            let eve = try await house.identity(owning: house.login("eve"))
            let guest = try await house.guest()
            func conflicts(_ absorbed: UUID, _ survivor: UUID) async throws -> [MergeConflict] {
                let plan = try #require(
                    try await house.identities.previewMerge(of: absorbed, into: survivor, in: pool))
                let outcome = try await house.identities.merge(absorbed, into: survivor, in: pool)
                switch outcome {
                case .failure(.unmergeable(let conflicts)): #expect(conflicts == plan.conflicts)
                default: Issue.record("not refused")
                }
                return plan.conflicts
            }
            #expect(try await conflicts(eve, ada) == [.sameProvider("accounts.google.com")])
            #expect(try await conflicts(ada, ada) == [.itself])
            #expect(try await conflicts(ada, guest) == [.guestSurvives(guest)])
            _ = try await house.identities.suspend(eve, in: pool)
            #expect(try await conflicts(eve, ada) == [.disabled(eve), .sameProvider("accounts.google.com")])
            _ = try await house.identities.merge(guest, into: ada, in: pool)
            #expect(try await conflicts(guest, ada) == [.merged(guest, into: ada)])
            #expect(try await house.identities.previewMerge(of: UUID(), into: ada, in: pool) == nil)
            guard case .failure(.notFound) = try await house.identities.merge(UUID(), into: ada, in: pool) else {
                Issue.record("merged what is not there")
                return
            }
        }
    }

    @Test func `lets developer users share and holds twenty logins`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            var ids: [UUID] = []
            for person in 0..<3 {
                let users = (0..<8).map {
                    LoginKey(
                        provider: "login.example", subject: "\(person)-\($0)", audience: "pool", isDeveloper: true)
                }
                let settled = try await house.identities.settle(
                    users, named: nil, in: pool, fresh: UUID(), as: .developerToken)
                ids.append(try #require(try settled?.get()))
            }
            #expect(try await house.identities.merge(ids[1], into: ids[0], in: pool).get().survivor.logins.count == 16)
            let plan = try await house.identities.previewMerge(of: ids[2], into: ids[0], in: pool)
            #expect(plan?.conflicts == [.tooManyLogins(24, limit: 20)])
        }
    }

    @Test func `happens once when two administrators ask for it, whichever way`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            for round in 0..<20 {
                let ada = try await house.identity(owning: house.login("ada-\(round)"))
                let bob = try await house.identity(owning: house.login("bob-\(round)", at: Self.other))
                async let one = house.identities.merge(bob, into: ada, in: pool)
                async let two = house.identities.merge(ada, into: bob, in: pool)
                let outcomes = try await [one, two]
                let done = outcomes.filter { if case .success = $0 { true } else { false } }
                #expect(done.count == 1)
                let (a, b) = (try await house.identities.find(ada), try await house.identities.find(bob))
                #expect(Set([a?.logins.count, b?.logins.count]) == [0, 2])
            }
        }
    }

    /// The login goes with the merge and is then not there to be unlinked, or it is unlinked and does not go.
    @Test func `settles the race with unlinking`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            for round in 0..<20 {
                let ada = try await house.identity(owning: house.login("ada-\(round)"))
                let bob = try await house.identity(owning: house.login("bob-\(round)", at: Self.other))
                async let merging = house.identities.merge(bob, into: ada, in: pool)
                async let unlinking = house.identities.unlink("bob-\(round)", at: Self.other, from: bob, in: pool)
                let (merged, unlinked) = try await (merging, unlinking)
                let owner = try await house.identities.owner(of: "bob-\(round)", at: Self.other, in: pool)
                switch (merged, unlinked) {
                case (.success, .failure(let refusal)):
                    #expect(refusal == .merged(into: ada))
                    #expect(owner == ada)
                case (.failure(.unmergeable(let conflicts)), .success):
                    #expect(conflicts == [.retired(bob)])
                    #expect(owner == nil)
                default: Issue.record("both were done, or neither")
                }
            }
        }
    }

    @Test func `is listed with the others, page by page`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            let ada = try await house.identity(owning: house.login("ada"))
            for _ in 0..<5 { _ = try await house.identities.merge(try await house.guest(), into: ada, in: pool) }
            for identity in [nil, ada] {
                var (found, last): ([MergeRecord], MergeRecord.Place?) = ([], nil)
                while let page = try? await house.identities.merges(in: pool, of: identity, after: last, limit: 2),
                    let end = page.last
                {
                    found += page
                    last = end.place
                }
                #expect(found.count == 5)
                #expect(Set(found.map(\.id)).count == 5)
                #expect(found.map(\.mergedAt) == found.map(\.mergedAt).sorted(by: >))
            }
        }
    }
}

import IdentityModel
import Postgres
import Testing

import struct Foundation.UUID

@testable import Storage

@Suite(.timeLimit(.minutes(2))) struct `An identity that an administrator disables` {
    private func suspend(_ id: UUID, _ house: MigratedDatabase) async throws -> Result<IdentityDetails, IdentityRefusal>
    {
        try await house.identities.suspend(id, in: house.pool.id.uuid)
    }

    private func settle(
        _ logins: [LoginKey], _ named: UUID? = nil, _ house: MigratedDatabase
    ) async throws -> Result<UUID, Settlement.Refusal>? {
        try await house.identities.settle(logins, named: named, in: house.pool.id.uuid, fresh: UUID())
    }

    @Test func `keeps its logins and owns them again when it is enabled`() async throws {
        try await MigratedDatabase.lend { house in
            let login = house.login("ada")
            let ada = try await house.identity(owning: login)
            let disabled = try await suspend(ada, house).get()
            #expect(disabled.state == .authenticated)
            #expect(disabled.standing == .disabled(.administrator))
            #expect(disabled.logins.map(\.subject) == ["ada"])
            #expect(
                try await house.identities.findOrLink(login, in: house.pool.id.uuid, fresh: UUID())
                    == LoginOwner(id: ada, isSuspended: true))

            let enabled = try await house.identities.resume(ada, in: house.pool.id.uuid).get()
            #expect(enabled.standing == .authenticated)
            #expect(
                try await house.identities.findOrLink(login, in: house.pool.id.uuid, fresh: UUID())
                    == LoginOwner(id: ada, isSuspended: false))
        }
    }

    @Test func `is a guest again when it was one`() async throws {
        try await MigratedDatabase.lend { house in
            let guest = try await house.guest()
            #expect(try await suspend(guest, house).get().standing == .disabled(.administrator))
            #expect(try await settle([house.login("ada")], guest, house) == .failure(.suspended(guest)))
            #expect(try await house.identities.resume(guest, in: house.pool.id.uuid).get().standing == .guest)
        }
    }

    @Test func `is in the way of everything that would lead around it`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await house.identity(owning: house.login("ada"))
            let guest = try await house.guest()
            let bob = try await house.identity(owning: house.login("bob", at: "idp.example.com"))
            let old = try await house.guest()
            _ = try await settle([house.login("ada")], old, house)
            _ = try await suspend(ada, house)
            // As whoever the login leads to, as a guest that would be merged, beside another login, by an alias.
            let both = [house.login("ada"), house.login("bob", at: "idp.example.com")]
            #expect(try await settle([house.login("ada")], guest, house) == .failure(.suspended(ada)))
            #expect(try await settle(both, nil, house) == .failure(.suspended(ada)))
            #expect(try await settle(both, bob, house) == .failure(.suspended(ada)))
            #expect(try await settle([house.login("ada")], old, house) == .failure(.suspended(ada)))
            #expect(try await house.identities.find(bob)?.logins.count == 1)
            #expect(try await house.identities.find(guest)?.state == .guest)
            let unlinked = try await house.identities.unlink(
                ["accounts.google.com"], from: ada, in: house.pool.id.uuid)
            #expect(unlinked == .gone)
        }
    }

    @Test func `ends its sessions, also those under the id of one that was merged into it`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            let ada = try await house.identity(owning: house.login("ada"))
            let old = try await house.guest()
            _ = try await settle([house.login("ada")], old, house)
            func lives(_ id: UUID) async throws -> Bool {
                try await house.identities.livingIdentity(id, in: pool) != nil
            }
            #expect(try await lives(ada))
            #expect(try await lives(old))
            _ = try await suspend(ada, house)
            #expect(try await !lives(ada))
            #expect(try await !lives(old))
            _ = try await house.identities.resume(ada, in: pool)
            #expect(try await lives(ada))
        }
    }

    @Test func `tells beside whose a login is, by the id of one that was merged too`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            let ada = try await house.identity(owning: house.login("ada"))
            let bob = try await house.identity(owning: house.login("bob"))
            let old = try await house.guest()
            _ = try await settle([house.login("ada")], old, house)
            func owns(_ id: UUID, _ subject: String?) async throws -> Bool? {
                try await house.identities.livingIdentity(
                    id, in: pool, owning: subject.map { house.login($0) })?.ownsLogin
            }
            #expect(try await owns(ada, "ada") == true)
            #expect(try await owns(old, "ada") == true)
            #expect(try await owns(bob, "ada") == false)
            #expect(try await owns(ada, "eve") == false)
            #expect(try await owns(ada, nil) == true)
        }
    }

    @Test func `is hidden among the disabled`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await house.identity(owning: house.login("ada"))
            let guest = try await house.guest()
            _ = try await suspend(ada, house)
            func listed(_ hides: Bool) async throws -> Set<UUID> {
                Set(
                    try await house.identities.list(
                        house.pool.id.uuid, after: nil, limit: 10, hidingDisabled: hides
                    ).map(\.id))
            }
            #expect(try await listed(false) == [ada, guest])
            #expect(try await listed(true) == [guest])
        }
    }

    @Test func `cannot be one that is disabled for good`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await house.identity(owning: house.login("ada"))
            let guest = try await house.guest()
            _ = try await settle([house.login("ada")], guest, house)
            #expect(try await suspend(guest, house) == .failure(.merged(into: ada)))
            let pool = house.pool.id.uuid
            let left = try await house.identities.unlink("ada", at: "accounts.google.com", from: ada, in: pool).get()
            #expect(left.standing == .disabled(.noLogins))
            #expect(try await suspend(ada, house) == .failure(.retired))
            #expect(try await house.identities.resume(ada, in: pool) == .failure(.retired))
            #expect(try await suspend(UUID(), house) == .failure(.notFound))
            #expect(try await house.identities.suspend(guest, in: UUID()) == .failure(.notFound))
        }
    }

    @Test func `does not come free when a merge is undone`() async throws {
        try await MigratedDatabase.lend { house in
            let ada = try await house.identity(owning: house.login("ada"))
            let bob = try await house.identity(owning: house.login("bob", at: "idp.example.com"))
            let merged = try await house.identities.merge(bob, into: ada, in: house.pool.id.uuid).get()
            _ = try await suspend(ada, house)
            _ = try await house.identities.undo(merge: merged.merge)
            #expect(try await house.identities.find(bob)?.suspendedAt != nil)
            #expect(try await house.identities.find(bob)?.logins.map(\.subject) == ["bob"])
        }
    }

    @Test func `must still be what it was, when that was asked for`() async throws {
        try await MigratedDatabase.lend { house in
            let pool = house.pool.id.uuid
            let ada = try await house.identity(owning: house.login("ada"))
            let seen = try #require(try await house.identities.details(ada, in: pool))
            _ = try await settle([house.login("ada"), house.login("x", at: "idp.example.com")], ada, house)
            #expect(
                try await house.identities.suspend(ada, in: pool, expecting: { $0 == seen.revision })
                    == .failure(.overtaken))
            let now = try #require(try await house.identities.details(ada, in: pool))
            #expect(now.standing == .authenticated)
            #expect(
                try await house.identities.suspend(ada, in: pool, expecting: { $0 == now.revision }).get().suspendedAt
                    != nil)
            #expect(try await house.identities.delete(ada, in: pool, expecting: { $0 == now.revision }) == .overtaken)
            #expect(try await house.identities.delete(ada, in: pool) == nil)
            #expect(try await house.identities.details(ada, in: pool) == nil)
        }
    }

    /// Whatever comes first: either the login was linked, or it was refused and is still nobody's.
    @Test func `settles the race with a login that is being linked`() async throws {
        try await MigratedDatabase.lend { house in
            var refused = 0
            for round in 0..<30 {
                let guest = try await house.guest()
                let login = house.login("round-\(round)")
                async let suspended = suspend(guest, house)
                async let settled = settle([login], guest, house)
                let (after, outcome) = try await (suspended.get(), settled)
                #expect(after.suspendedAt != nil)
                let record = try #require(try await house.identities.find(guest))
                #expect(record.suspendedAt != nil)
                switch outcome {
                case .success(let survivor):
                    #expect(survivor == guest)
                    #expect(record.state == .authenticated)
                    #expect(record.logins.count == 1)
                case .failure(let refusal):
                    refused += 1
                    #expect(refusal == .suspended(guest))
                    #expect(record.state == .guest)
                    #expect(
                        try await house.identities.owner(of: login.subject, at: login.provider, in: house.pool.id.uuid)
                            == nil)
                case nil: Issue.record("the guest is gone")
                }
            }
            #expect(refused < 30)
        }
    }
}

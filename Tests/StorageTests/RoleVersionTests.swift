import IdentityModel
import Postgres
import TestSupport
import Testing

import struct Foundation.UUID

@testable import Storage

private let user = "arn:aws:iam::111122223333:role/user"
private let staff = "arn:aws:iam::111122223333:role/staff"

@Suite(.timeLimit(.minutes(2))) struct `The role configuration of a pool` {
    /// Changes the pool as it is now, through the door that checks its version.
    @discardableResult
    private func change(
        _ house: MigratedDatabase, by change: RoleChange = .sample, tests: String? = nil,
        _ edit: (inout IdentityPool) -> Void
    ) async throws -> PoolSnapshot {
        let read = try #require(try await house.pools.find(house.pool.id.uuid))
        var pool = read.pool
        edit(&pool)
        #expect(try await house.pools.replace(pool, version: read.version, by: change, tests: tests) == .changed)
        return try #require(try await house.pools.find(house.pool.id.uuid))
    }

    private func numbers(_ house: MigratedDatabase) async throws -> [Int64] {
        try await house.pools.roleVersions.list(of: house.pool.id.uuid, below: nil, limit: 500).map(\.number)
    }

    @Test func `begins with version 1`() async throws {
        try await MigratedDatabase.lend { house in
            let active = try #require(try await house.pools.roleVersions.active(of: house.pool.id.uuid))
            #expect(active.summary.number == 1)
            #expect(active.summary.state == .active)
            #expect(active.settings == house.pool.roleSettings(tests: "[]"))
            #expect(try await house.pools.find(house.pool.id.uuid)?.roleVersion == 1)
        }
    }

    @Test func `makes a new version of every change to it, and of nothing else`() async throws {
        try await MigratedDatabase.lend { house in
            #expect(try await change(house) { $0.name = "other" }.roleVersion == 1)
            let change1 = RoleChange(by: "arn:aws:iam::111122223333:user/ada", .setIdentityPoolRoles, comment: "why")
            let changed = try await change(house, by: change1) { $0.unauthenticatedRoleARN = staff }
            #expect(changed.roleVersion == 2)
            #expect(try await change(house, tests: "[{}]") { _ in }.roleVersion == 3)
            #expect(try await change(house) { $0.tags = ["a": "b"] }.roleVersion == 3)
            #expect(
                try await change(house) {
                    $0.roleMappings["accounts.google.com"] = RoleMapping(.token, otherwise: .deny)
                }.roleVersion == 4)
            #expect(try await numbers(house) == [4, 3, 2, 1])

            let second = try #require(try await house.pools.roleVersions.find(2, of: house.pool.id.uuid))
            #expect(second.summary.change == change1)
            #expect(second.summary.state == .former)
            #expect(second.settings.unauthenticatedRoleARN == staff)
            // Test cases stay until they are given anew.
            #expect(try await house.pools.roleVersions.find(4, of: house.pool.id.uuid)?.settings.tests == "[{}]")
            let activations = try await house.pools.roleVersions.activations(
                of: house.pool.id.uuid, below: nil, limit: 10)
            #expect(activations.map(\.activation.number) == [4, 3, 2, 1])
            #expect(activations.map(\.activation.previous) == [3, 2, 1, nil])
        }
    }

    private static let text =
        #"{"type":"rules","otherwise":"deny","rules":[{"when":{"claim":"n","numberEquals":1.50},"x":"é"}]}"#
    private static let own = RoleMapping(.ownForm(OwnFormMapping(text)), otherwise: .deny)

    @Test func `keeps a mapping in our own form to the byte, with the version that it came with`() async throws {
        try await MigratedDatabase.lend { house in
            let first = try await change(house) { $0.roleMappings = ["accounts.google.com": Self.own] }
            #expect(first.roleVersion == 2)
            // Another change leaves the mapping's own version alone.
            let found = try await change(house) { $0.unauthenticatedRoleARN = staff }
            #expect(found.roleVersion == 3)
            let kept = found.pool.roleMappings["accounts.google.com"]?.storedOwnForm
            #expect(kept?.text == Self.text)
            #expect(kept?.version == 2)
            let version = try await house.pools.roleVersions.find(3, of: house.pool.id.uuid)
            #expect(version?.settings.mappings == found.pool.roleMappings)
        }
    }

    @Test func `takes a draft that changes nothing until it is put in force`() async throws {
        try await MigratedDatabase.lend { house in
            let id = house.pool.id.uuid
            let versions = house.pools.roleVersions
            var settings = house.pool.roleSettings(tests: "[]")
            settings.authenticatedRoleARN = staff
            #expect(try await versions.insertDraft(settings, in: id, by: .sample) == .kept(2))
            #expect(try await house.pools.find(id)?.pool.authenticatedRoleARN == user)
            #expect(try await versions.find(2, of: id)?.summary.state == .draft)

            let before = try #require(try await house.pools.find(id)?.version)
            #expect(try await versions.activate(2, of: id, expecting: 7, by: .sample) == .overtaken(by: 1))
            #expect(try await versions.activate(9, of: id, expecting: nil, by: .sample) == .noSuchVersion)
            #expect(try await versions.activate(2, of: id, expecting: 1, by: .sample) == .activated(previous: 1))
            #expect(try await versions.activate(2, of: id, expecting: 2, by: .sample) == .unchanged)
            let found = try #require(try await house.pools.find(id))
            #expect(found.pool.authenticatedRoleARN == staff)
            #expect(found.roleVersion == 2)
            // Whoever changes the pool as it was before notices.
            #expect(try await house.pools.replace(house.pool, version: before, by: .sample) == .overtaken)

            #expect(try await versions.activate(1, of: id, expecting: 2, by: .sample) == .activated(previous: 2))
            #expect(try await house.pools.find(id)?.pool == house.pool)
        }
    }

    @Test func `is put in force once, however many want to at once`() async throws {
        try await MigratedDatabase.lend { house in
            let id = house.pool.id.uuid
            let versions = house.pools.roleVersions
            for number in 2...9 {
                var settings = house.pool.roleSettings(tests: "[]")
                settings.unauthenticatedRoleARN = "\(staff)\(number)"
                #expect(try await versions.insertDraft(settings, in: id, by: .sample) == .kept(Int64(number)))
            }
            let won = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 2...9 {
                    group.addTask {
                        try await versions.activate(Int64(number), of: id, expecting: 1, by: .sample)
                            == .activated(previous: 1)
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(won == 1)
            let found = try #require(try await house.pools.find(id))
            #expect(found.pool.unauthenticatedRoleARN == "\(staff)\(found.roleVersion)")
        }
    }

    @Test func `lets drafts be deleted, and nothing that others may refer to`() async throws {
        try await MigratedDatabase.lend { house in
            let id = house.pool.id.uuid
            let versions = house.pools.roleVersions
            let settings = house.pool.roleSettings(tests: "[]")
            for _ in 0..<RoleVersionStore.mostDrafts {
                _ = try await versions.insertDraft(settings, in: id, by: .sample)
            }
            #expect(try await versions.insertDraft(settings, in: id, by: .sample) == .tooMany(limit: 50))
            #expect(try await versions.deleteDraft(1, of: id) == .notADraft)
            #expect(try await versions.deleteDraft(99, of: id) == .noSuchVersion)
            #expect(try await versions.setShadow(2, of: id) == .set)
            #expect(try await versions.deleteDraft(2, of: id) == .inTheShadow)
            #expect(try await versions.setShadow(nil, of: id) == .set)
            #expect(try await versions.deleteDraft(2, of: id) == .deleted)
            #expect(try await versions.find(2, of: id) == nil)
            // A number that was taken once is not given again.
            #expect(try await versions.insertDraft(settings, in: id, by: .sample) == .kept(53))
        }
    }

    @Test func `has a shadow until that is in force itself`() async throws {
        try await MigratedDatabase.lend { house in
            let id = house.pool.id.uuid
            let versions = house.pools.roleVersions
            var settings = house.pool.roleSettings(tests: "[]")
            settings.authenticatedRoleARN = staff
            _ = try await versions.insertDraft(settings, in: id, by: .sample)
            #expect(try await versions.setShadow(1, of: id) == .isActive)
            #expect(try await versions.setShadow(5, of: id) == .noSuchVersion)
            #expect(try await house.pools.find(id)?.shadow == nil)
            #expect(try await versions.setShadow(2, of: id) == .set)
            #expect(try await house.pools.find(id)?.shadow == .init(number: 2, settings: settings))
            let since = try #require(try await versions.shadow(of: id)?.since)
            // Setting it again does not begin anew.
            #expect(try await versions.setShadow(2, of: id) == .set)
            #expect(try await versions.shadow(of: id)?.since == since)
            #expect(try await versions.activate(2, of: id, expecting: nil, by: .sample) == .activated(previous: 1))
            #expect(try await house.pools.find(id)?.shadow == nil)
        }
    }

    @Test func `forgets the versions that left longest ago, and keeps drafts and the shadow`() async throws {
        try await MigratedDatabase.lend { house in
            let id = house.pool.id.uuid
            let versions = house.pools.roleVersions
            _ = try await versions.insertDraft(house.pool.roleSettings(tests: "[]"), in: id, by: .sample)
            #expect(try await versions.setShadow(1, of: id) == .isActive)
            try await change(house) { $0.unauthenticatedRoleARN = staff }
            #expect(try await versions.setShadow(1, of: id) == .set)
            for number in 0..<RoleVersionStore.mostFormer {
                try await change(house) { $0.unauthenticatedRoleARN = "\(staff)\(number)" }
            }
            let numbers = try await numbers(house)
            // The one in force, the former ones, the shadow and the draft: version 3 is the first of all to go, and is the last
            // that fits.
            #expect(numbers.count == 1 + RoleVersionStore.mostFormer + 2)
            try await change(house) { $0.unauthenticatedRoleARN = nil }
            let after = try await self.numbers(house)
            #expect(after.count == numbers.count)
            #expect(after.contains(1) && after.contains(2) && !after.contains(3))
        }
    }

    @Test func `is what was written last, though an earlier release wrote past the versions meanwhile`() async throws {
        try await MigratedDatabase.lend { house in
            let mapped = try await change(house) { $0.roleMappings = ["accounts.google.com": Self.own] }
            // What that release does: it knows none of the new columns.
            let statement = Statement(
                "earlier_release", "UPDATE pool_role_mappings SET kind = 'Token', own_form = NULL", repeatable: false)
            try await house.client.query(statement)
            let written = try await change(house) { $0.roleMappings = ["accounts.google.com": Self.own] }
            #expect(written.pool.roleMappings == mapped.pool.roleMappings)
        }
    }
}

import Foundation
import IdentityModel
import Postgres
import Storage
import Synchronization
import Testing

@testable import Federation

@Suite(.timeLimit(.minutes(2))) struct `An archive of identities` {
    private func export(_ pool: IdentityPool, of house: Household) async throws -> [UInt8] {
        let bytes = Mutex<[UInt8]>([])
        try await house.identities().beginExport("\(pool.id)", by: house.caller).write { chunk in
            bytes.withLock { $0 += chunk }
        }
        return bytes.withLock(\.self)
    }

    private func bring(
        _ bytes: [UInt8], into pool: IdentityPool, of house: Household, _ options: IdentityImport.Options = .init(),
        piece: Int = 1_000
    ) async throws -> ImportReport {
        var underWay = try await house.identities().beginImport(into: "\(pool.id)", options, by: house.caller)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try await underWay.take(Array(bytes[start..<min(start + piece, bytes.count)]))
        }
        return try await underWay.finish()
    }

    private func bring(
        _ lines: String..., into pool: IdentityPool, of house: Household, _ options: IdentityImport.Options = .init()
    ) async throws -> ImportReport {
        try await bring(Array(lines.joined(separator: "\n").utf8), into: pool, of: house, options)
    }

    private func line(_ id: String, _ subject: String, _ more: String = "") -> String {
        #"{"identityId":"\#(id)","logins":[{"provider":"plain.example","subject":"\#(subject)"}]\#(more)}"#
    }

    private func newID() -> String { "\(IdentityID(region: "eu-west-1", uuid: UUID()))" }

    // MARK: There and back

    /// Everybody that a pool can hold.
    private func populate(_ pool: IdentityPool, of house: Household) async throws -> (
        ada: String, old: String, vera: String
    ) {
        let ada = try await house.identity(of: "ada \u{E9}\"\\", in: pool)
        _ = try await house.exchange.credentials(
            identity: ada, logins: [.plain("ada \u{E9}\"\\"), .plain("a", at: "other.example")], customRoleARN: nil)
        let old = try await house.guest(of: pool)
        _ = try await house.exchange.credentials(
            identity: old, logins: [.plain("ada \u{E9}\"\\")], customRoleARN: nil)
        let vera = try await house.token(for: "vera", in: pool).identity
        _ = try await house.token(for: "rev", in: pool)
        try await house.merge("rev", into: "vera", in: pool)
        _ = try await house.guest(of: pool)
        let eve = try await house.identity(of: "eve", in: pool)
        _ = try await house.identities().disable(eve, in: "\(pool.id)", expecting: nil, by: house.caller)
        try await house.exchange.identities.record(house.exchange.uses.take(100))
        return (ada, old, vera)
    }

    @Test func `gives everybody in a fresh database the id that they had`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let people = try await populate(pool, of: house)
            let archive = try await export(pool, of: house)
            try await Household.lendWithDeveloper { fresh, target in
                let report = try await bring(archive, into: target, of: fresh, piece: 77)
                #expect(report.identities == .init(made: 6))
                #expect(report.merges == .init(made: 2))
                #expect(report.loginsMade == 5)
                #expect(report.isWhole == true)
                #expect(report.problems == [])

                // The same login, the same id; a merged id leads where it led; who was disabled is.
                #expect(try await fresh.identity(of: "ada \u{E9}\"\\", in: target) == people.ada)
                let issued = try await fresh.exchange.credentials(
                    identity: people.old, logins: [.plain("ada \u{E9}\"\\")], customRoleARN: nil)
                #expect("\(issued.identity)" == people.ada)
                #expect(try await fresh.token(for: "rev", in: target).identity == people.vera)
                await #expect(throws: FederationError.self) { try await fresh.identity(of: "eve", in: target) }

                // Nothing was lost on the way: another archive says the same, but for whose pool it is.
                func body(_ bytes: [UInt8]) -> [Substring] {
                    String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map { $0 }
                }
                let second = try await export(target, of: fresh)
                #expect(body(second) == body(archive))

                // Merges can be undone as before.
                let merges = try await fresh.identities().merges(
                    in: "\(target.id)", of: people.vera, limit: 10, from: nil, by: fresh.caller)
                _ = try await fresh.identities().undo(
                    merge: try #require(merges.rows.first).id.uuidString, in: "\(target.id)", by: fresh.caller)
                #expect(try await fresh.token(for: "rev", in: target).identity != people.vera)
            }
        }
    }

    @Test func `can be brought in again, and changes nothing then`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let people = try await populate(pool, of: house)
            let archive = try await export(pool, of: house)
            // Somebody has linked a login since, which stays.
            _ = try await house.identities().details(of: people.ada, in: "\(pool.id)", by: house.caller)
            let report = try await bring(archive, into: pool, of: house)
            #expect(report.identities == .init(unchanged: 6))
            #expect(report.merges == .init(unchanged: 2))
            #expect(report.stoppedAt == nil)
            let second = try await export(pool, of: house)
            #expect(second.split(separator: 10).dropFirst() == archive.split(separator: 10).dropFirst())
        }
    }

    @Test func `takes lines with ids and logins alone`() async throws {
        try await Household.lend { house, pool in
            let (ada, guest) = (newID(), newID())
            let report = try await bring(
                line(ada, "ada"), "", #"{"identityId":"\#(guest)","logins":[],"createdAt":1538078988.077}"#,
                into: pool, of: house)
            #expect(report.identities == .init(made: 2))
            #expect(report.lines == 3)
            #expect(report.isWhole == nil)
            #expect(try await house.identity(of: "ada", in: pool) == ada)
            let seen = try await house.identities().details(of: guest, in: "\(pool.id)", by: house.caller)
            #expect(seen.standing == .guest)
            #expect(abs(seen.createdAt.timeIntervalSince1970 - 1_538_078_988.077) < 0.000_01)
        }
    }

    @Test func `of another region must be told`() async throws {
        try await Household.lend { house, pool in
            let uuid = UUID().uuidString.lowercased()
            let foreign = line("us-east-1:\(uuid)", "ada")
            #expect(
                try await bring(foreign, into: pool, of: house).problems
                    == [.init(line: 1, flaw: .region("us-east-1"))])
            let report = try await bring(foreign, into: pool, of: house, .init(fromRegion: "us-east-1"))
            #expect(report.identities == .init(made: 1))
            #expect(try await house.identity(of: "ada", in: pool) == "eu-west-1:\(uuid)")
        }
    }

    // MARK: What is in the way

    @Test func `stops at the first line that is wrong, keeps what came before, and can be repeated`() async throws {
        try await Household.lend { house, pool in
            let ids = (0..<450).map { _ in newID() }
            var lines = ids.enumerated().map { line($1, "person-\($0)") }
            lines[420] = "{"
            let broken = try await bring(
                Array(lines.joined(separator: "\n").utf8), into: pool, of: house)
            #expect(broken.stoppedAt == 421)
            #expect(broken.identities == .init(made: 420))
            lines[420] = line(ids[420], "person-420")
            let whole = try await bring(Array(lines.joined(separator: "\n").utf8), into: pool, of: house)
            #expect(whole.identities == .init(made: 30, unchanged: 420))
        }
    }

    @Test func `meets whoever is there already`() async throws {
        try await Household.lend { house, pool in
            let other = try await house.addPool()
            let elsewhere = try await house.guest(of: other)
            _ = try await house.identity(of: "bob", in: pool)
            let ada = try await house.identity(of: "ada", in: pool)
            let lines = [
                (line(elsewhere, "eve"), ImportConflict.takenElsewhere),
                (line(newID(), "bob"), .loginTaken("plain.example")),
                (line(ada, "ada", #","disabledAt":"2026-01-01T00:00:00Z""#), .differs),
                (line(ada, "somebody else"), .differs),
                (
                    #"{"kind":"merge","mergeId":"\#(UUID().uuidString)","survivor":"\#(newID())","absorbed":"\#(newID())","absorbedState":"guest","moved":[],"aliases":[]}"#,
                    .identityMissing
                ),
            ]
            for (text, conflict) in lines {
                let report = try await bring(line(newID(), "new"), text, into: pool, of: house)
                #expect(report.problems == [.init(line: 2, flaw: .conflict(conflict))])
                #expect(report.stoppedAt == 2)
                // The batch was refused whole.
                #expect(report.identities == .init())
            }
            let skipped = try await bring(
                lines[0].0, lines[1].0, line(newID(), "new"), lines[4].0, into: pool, of: house,
                .init(skipsConflicts: true))
            #expect(skipped.identities == .init(made: 1, skipped: 2))
            #expect(skipped.merges == .init(skipped: 1))
            #expect(skipped.problems.map(\.line) == [1, 2, 4])
            #expect(skipped.stoppedAt == nil)
        }
    }

    @Test func `is only judged in a dry run`() async throws {
        try await Household.lend { house, pool in
            let id = newID()
            let report = try await bring(line(id, "ada"), into: pool, of: house, .init(isDryRun: true))
            #expect(report.identities == .init(made: 1))
            #expect(report.isDryRun)
            await expect(.identityNotFound(id)) {
                try await house.identities().details(of: id, in: "\(pool.id)", by: house.caller)
            }
        }
    }

    @Test func `that broke off is told from one that is whole`() async throws {
        try await Household.lend { house, pool in
            _ = try await house.guest(of: pool)
            _ = try await house.guest(of: pool)
            let lines = try await export(pool, of: house).split(separator: 10)
            let partly = try await bring([UInt8](lines[0] + [10] + lines[1] + [10] + lines[3]), into: pool, of: house)
            #expect(partly.isWhole == false)
            let cut = try await bring([UInt8](lines[0] + [10] + lines[1]), into: pool, of: house)
            #expect(cut.isWhole == nil)
        }
    }

    /// Each login has one owner: whoever was faster.
    @Test func `settles the race with first logins`() async throws {
        try await Household.lend { house, pool in
            for round in 0..<10 {
                let people = (0..<20).map { (newID(), "person-\(round)-\($0)") }
                let lines = people.map { line($0.0, $0.1) }
                async let report = bring(
                    Array(lines.joined(separator: "\n").utf8), into: pool, of: house, .init(skipsConflicts: true))
                let owners = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                    for (index, person) in people.enumerated() {
                        group.addTask { (index, try await house.identity(of: person.1, in: pool)) }
                    }
                    return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
                let done = try await report
                #expect(done.identities.made + done.identities.skipped == 20)
                let imported = owners.filter { people[$0.key].0 == $0.value }
                #expect(imported.count == done.identities.made)
                for (index, owner) in owners {
                    #expect(try await house.identity(of: people[index].1, in: pool) == owner)
                }
            }
        }
    }

    @Test func `does not come into two pools at once`() async throws {
        try await Household.lend { house, pool in
            let other = try await house.addPool()
            for round in 0..<10 {
                let id = newID()
                async let one = bring(line(id, "r\(round)"), into: pool, of: house)
                async let two = bring(line(id, "r\(round)"), into: other, of: house)
                let made = try await [one, two].map(\.identities.made)
                #expect(made.sorted() == [0, 1])
            }
        }
    }

    @Test func `is written for two at a time`() async throws {
        try await Household.lend { house, pool in
            let identities = house.identities()
            func begin() async throws -> IdentityExport {
                try await identities.beginExport("\(pool.id)", by: house.caller)
            }
            let held = try await begin()
            do {
                let other = try await begin()
                await expect(.identity(.tooManyExports(limit: 2))) { try await begin() }
                await #expect(throws: CancellationError.self) {
                    try await other.write { _ in throw CancellationError() }
                }
            }
            // Whoever is done, has failed, or never began, makes room.
            for _ in 0..<3 { _ = try await begin() }
            try await begin().write { _ in }
            try await held.write { _ in }
        }
    }

    @Test func `is brought in for two at a time`() async throws {
        try await Household.lend { house, pool in
            let identities = house.identities()
            func begin() async throws -> IdentityImport {
                try await identities.beginImport(into: "\(pool.id)", .init(), by: house.caller)
            }
            var held = try await begin()
            do {
                let other = try await begin()
                await expect(.identity(.tooManyImports(limit: 2))) { try await begin() }
                withExtendedLifetime(other) {}
            }
            // Whoever is done, or never began, makes room.
            for _ in 0..<3 { _ = try await begin() }
            _ = try await held.finish()
        }
    }
}

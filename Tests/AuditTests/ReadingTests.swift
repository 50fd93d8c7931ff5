import Foundation
import IdentityModel
import Logging
import Postgres
import Storage
import TestSupport
import Testing

@testable import Audit

@Suite struct `Decisions` {
    @Test func `are found by the id of their request`() async throws {
        try await Archive.lend { archive in
            let row = try await archive.keep([Archive.decision("x", at: Date().microseconds, pool: UUID(), key: "ASIA")]
            )[0]
            #expect(try await archive.stores.decisions.find(row.requestID) == row)
            #expect(try await archive.stores.decisions.find(UUID()) == nil)
        }
    }

    @Test func `are listed by what they are about, the latest first, page by page`() async throws {
        try await Archive.lend { archive in
            let (pool, identity, time) = (UUID(), UUID(), Date().microseconds)
            var rows: [DecisionRow] = []
            for number in 0..<7 {
                rows.append(
                    Archive.decision(
                        number.isMultiple(of: 2) ? "even" : "odd", at: time + Int64(number / 2),
                        outcome: number == 0 ? .granted : .refused, pool: number < 5 ? pool : nil,
                        identity: number == 1 ? identity : nil, key: number == 0 ? "ASIAKEY" : nil))
            }
            try await archive.keep(rows)
            func ids(_ filter: DecisionFilter) async throws -> Set<UUID> {
                Set(try await archive.stores.decisions.list(filter, after: nil, limit: 100).map(\.requestID))
            }
            #expect(try await ids(.init(pool: pool)) == Set(rows[..<5].map(\.requestID)))
            #expect(try await ids(.init(identity: identity)) == [rows[1].requestID])
            #expect(try await ids(.init(accessKeyID: "ASIAKEY")) == [rows[0].requestID])
            #expect(try await ids(.init(outcome: .granted)) == [rows[0].requestID])
            #expect(
                try await ids(.init(outcome: .refused, reason: "even")) == Set([2, 4, 6].map { rows[$0].requestID }))
            #expect(try await ids(.init(pool: pool, reason: "odd")) == Set([1, 3].map { rows[$0].requestID }))
            #expect(try await ids(.init(from: time + 1, until: time + 2)) == Set([2, 3].map { rows[$0].requestID }))

            var seen: [DecisionRow] = []
            var page: [DecisionRow]
            repeat {
                let place = seen.last.map { DecisionStore.Place(decidedAt: $0.decidedAt, requestID: $0.requestID) }
                page = try await archive.stores.decisions.list(.init(), after: place, limit: 2)
                seen += page
            } while page.count == 2
            #expect(seen.map(\.decidedAt) == seen.map(\.decidedAt).sorted(by: >))
            #expect(Set(seen.map(\.requestID)) == Set(rows.map(\.requestID)) && seen.count == rows.count)
        }
    }

    @Test func `written twice are there once`() async throws {
        try await Archive.lend { archive in
            let row = Archive.decision("x", at: Date().microseconds)
            try await archive.keep([row])
            try await archive.stores.decisions.insert([row])
            #expect(try await archive.stores.decisions.list(.init(), after: nil, limit: 10).count == 1)
        }
    }
}

@Suite struct `The audit trail` {
    @Test func `tells of credentials from their access key id alone`() async throws {
        try await Archive.lend { archive in
            var entry = AuditEntry(.credentialsIssued)
            (entry.accessKeyID, entry.identity) = ("ASIAKEY", UUID())
            var chain = ChainWriter(archive.stores)
            var batch = ChainWriter.Batch(entries: [Archive.entry("other"), entry])
            try await chain.write(&batch)
            #expect(try await archive.records(of: "ASIAKEY").map(\.entry.identity) == [entry.identity])
            #expect(try await archive.records(of: "ASIAOTHER").isEmpty)
        }
    }

    @Test func `is listed by what records are about, page by page`() async throws {
        try await Archive.lend { archive in
            var entries = (1...5).map { Archive.entry("\($0)") }
            let pool = UUID()
            entries[2].pool = pool
            entries[3].actor = "arn:me"
            var chain = ChainWriter(archive.stores)
            var batch = ChainWriter.Batch(entries: entries)
            try await chain.write(&batch)
            func reasons(_ filter: AuditFilter) async throws -> [String] {
                try await archive.stores.audit.list(filter, after: nil, limit: 100).compactMap(\.entry.reason)
            }
            #expect(try await Set(reasons(.init(event: "denied"))) == ["1", "2", "3", "4", "5"])
            #expect(try await reasons(.init(pool: pool)) == ["3"])
            #expect(try await reasons(.init(actor: "arn:me")) == ["4"])
            #expect(try await reasons(.init(requestID: entries[0].requestID)) == ["1"])
            var seen: [AuditRecord] = []
            var page: [AuditRecord]
            repeat {
                let place = seen.last.map {
                    AuditStore.Place(time: $0.entry.time, writer: $0.place.writer, sequence: $0.place.sequence)
                }
                page = try await archive.stores.audit.list(.init(), after: place, limit: 2)
                seen += page
            } while page.count == 2
            #expect(Set(seen.map(\.place.sequence)) == Set(1...6) && seen.count == 6)
        }
    }
}

@Suite struct `The days of decisions and audit` {
    @Test func `are made ahead, and dropped when their time is over, with a record of it`() async throws {
        try await Archive.lend { archive in
            let today = UTCDay(microseconds: Date().microseconds)
            try await archive.writeChain(2, at: Date() - 40 * 86_400)
            for table in PartitionStore.Table.allCases {
                try await archive.stores.partitions.prepare(today.adding(-31), of: table)
            }
            let recorder = Recorder(logger: .silent)
            let keeper = PartitionKeeper(
                archive.stores, retention: .init(decisions: 30, audit: 35), recorder: recorder, logger: .silent)
            await keeper.keep()
            #expect(try await archive.stores.partitions.days(of: .decisions) == (0...3).map { today.adding($0) })
            #expect(
                try await archive.stores.partitions.days(of: .audit) == [today.adding(-31)]
                    + (0...3).map { today.adding($0) })
            recorder.close()
            try await archive.writer(recorder).run()
            let record = try #require(try await archive.records().first { $0.entry.event == "day-dropped" })
            #expect(record.entry.details.contains(#""date":"\#(today.adding(-40))""#))
            #expect(record.entry.details.contains(#""records":3"#))
        }
    }

    @Test func `are made once, however many come together`() async throws {
        try await Archive.lend { archive in
            let day = UTCDay(microseconds: Date().microseconds)
            try await withThrowingTaskGroup { group in
                for _ in 1...8 {
                    group.addTask { try await archive.stores.partitions.prepare(day, of: .audit) }
                }
                try await group.waitForAll()
            }
            #expect(try await archive.stores.partitions.days(of: .audit) == [day])
        }
    }

    /// Debian's PostgreSQL has LZ4, which costs a fraction of what PostgreSQL's own method does.
    @Test func `compress what is long by LZ4`() async throws {
        try await Archive.lend { archive in
            let day = UTCDay(microseconds: Date().microseconds)
            try await archive.stores.partitions.prepare(day, of: .decisions)
            var long = Archive.decision("long", at: Date().microseconds)
            long.trace = #"{"padding":"\#(String(repeating: "x", count: 10_000))"}"#
            try await archive.stores.decisions.insert([long])
            let row = try #require(
                try await archive.client.query(
                    Statement(
                        "compression", "SELECT pg_column_compression(trace) FROM decisions", repeatable: true)
                ).first)
            #expect(try row.text(0) == "lz4")
        }
    }

    @Test(arguments: [Int32(-1), 0, 1])
    func `are not dropped while they are young`(_ offset: Int32) async throws {
        try await Archive.lend { archive in
            let day = UTCDay(microseconds: Date().microseconds).adding(offset)
            try await archive.stores.partitions.prepare(day, of: .audit)
            await #expect(throws: StorageError.self) { try await archive.stores.partitions.drop(day, of: .audit) }
        }
    }

    @Test(arguments: ["2026-11-28", "1970-01-01", "2024-02-29"])
    func `read as they are written`(_ text: String) {
        #expect(UTCDay(text)?.description == text)
    }

    @Test(arguments: ["", "2026-11-31", "20261128", "2026-11-28T00:00:00Z", "tomorrow"])
    func `are nothing else`(_ text: String) {
        #expect(UTCDay(text) == nil)
    }

    /// The role that serves needs no right to change what it has written.
    @Test func `leave the role that serves without a way to change a record`() async throws {
        try await LentDatabase.lend(from: .migrated) { uri in
            let owner = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
            let role = "server_\(UUID().uuidString.prefix(8).lowercased())"
            func run(_ sql: String) async throws {
                _ = try await owner.query(Statement("t_\(UUID().uuidString)", sql, repeatable: false))
            }
            try await run("CREATE ROLE \(role) LOGIN")
            try await run("GRANT SELECT, INSERT ON decisions, audit_records TO \(role)")
            let server = PostgresClient(
                try PostgresConfiguration(uri: uri + "&options=-c%20role%3D\(role)"), logger: .silent)
            let archive = Archive(client: server, stores: AuditStores(server, masterKey: Archive.masterKey))
            try await archive.writeChain(2)
            #expect(try await archive.verifier.verify().flaw == nil)
            for sql in ["UPDATE audit_records SET reason = 'x'", "DELETE FROM audit_records", "TRUNCATE audit_records"]
            {
                await #expect(throws: PostgresError.server(sqlState: "42501")) { try await archive.run(sql) }
            }
            await server.close()
            await owner.close()
        }
    }
}

extension Archive {
    func records(of accessKeyID: String) async throws -> [AuditRecord] {
        try await stores.audit.list(.init(accessKeyID: accessKeyID), after: nil, limit: 10)
    }

    @discardableResult func keep(_ rows: [DecisionRow]) async throws -> [DecisionRow] {
        var chain = ChainWriter(stores)
        var batch = ChainWriter.Batch(decisions: rows)
        try await chain.write(&batch)
        return rows
    }
}

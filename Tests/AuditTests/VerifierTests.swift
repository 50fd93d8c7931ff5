import Foundation
import IdentityModel
import Storage
import Synchronization
import Testing

@testable import Audit

@Suite struct `The verifier of the audit` {
    @Test func `is content with chains of several writers and days`() async throws {
        try await Archive.lend { archive in
            let today = Date()
            try await archive.writeChain(3, at: today - 86_400)
            try await archive.writeChain(2_500, at: today)
            try await archive.writeChain(1, at: today)
            let report = try await archive.verifier.verify()
            #expect(report.flaw == nil)
            #expect(report.days.map(\.records) == [4, 2_503])
            #expect(report.days.map(\.chains) == [1, 2])
            #expect(report.seams.isEmpty)
        }
    }

    @Test func `is content with a chain that goes on over midnight`() async throws {
        try await Archive.lend { archive in
            let clock = Clock(Date() - 86_400)
            var chain = ChainWriter(archive.stores, now: { clock.now })
            for _ in 1...2 {
                var batch = ChainWriter.Batch(entries: [Archive.entry("entry", at: clock.now)])
                try await chain.write(&batch)
                clock.advance(86_400)
            }
            let records = try await archive.records()
            #expect(records.map(\.place.sequence) == [1, 2, 1, 2])
            #expect(records[2].previous == records[1].hash)
            #expect(try await archive.verifier.verify().flaw == nil)
        }
    }

    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What somebody with the database and without the master key does; `W` is the writer of a chain of six records.
        let sql: String
        let sequence: Int64
        let kind: AuditReport.Flaw.Kind
    }

    @Test(arguments: [
        Tampering(
            testDescription: "a field", sql: "UPDATE audit_records SET reason = 'x' WHERE W AND sequence = 3",
            sequence: 3, kind: .changed),
        Tampering(
            testDescription: "the details", sql: "UPDATE audit_records SET details = '{}' WHERE W AND sequence = 4",
            sequence: 4, kind: .changed),
        Tampering(
            testDescription: "a missing field",
            sql: "UPDATE audit_records SET actor = 'me' WHERE W AND sequence = 6", sequence: 6, kind: .changed),
        Tampering(
            testDescription: "the time",
            sql: "UPDATE audit_records SET recorded_at = recorded_at - interval '1 second' WHERE W AND sequence = 2",
            sequence: 2, kind: .changed),
        Tampering(
            testDescription: "the seal",
            sql: "UPDATE audit_records SET seal = sha256('x') WHERE W AND sequence = 5", sequence: 5, kind: .changed),
        Tampering(
            testDescription: "the opening",
            sql: "UPDATE audit_records SET details = '{\"heads\":[]}' WHERE W AND sequence = 1", sequence: 1,
            kind: .changed),
        Tampering(
            testDescription: "one record gone", sql: "DELETE FROM audit_records WHERE W AND sequence = 4",
            sequence: 4, kind: .missing(4...4)),
        Tampering(
            testDescription: "the beginning gone", sql: "DELETE FROM audit_records WHERE W AND sequence < 4",
            sequence: 1, kind: .missing(1...3)),
        Tampering(
            testDescription: "one record gone and the others numbered anew",
            sql: """
                WITH gone AS (DELETE FROM audit_records WHERE W AND sequence = 4)
                UPDATE audit_records SET sequence = sequence - 1 WHERE W AND sequence > 4
                """, sequence: 4, kind: .reordered(behind: 4)),
        Tampering(
            testDescription: "a record in between",
            sql: """
                INSERT INTO audit_records SELECT day, writer, 104, recorded_at, event, request_id, pool_id, identity_id,
                       actor, access_key_id, reason, details, previous, hash, seal
                  FROM audit_records WHERE W AND sequence = 4;
                """, sequence: 4, kind: .inserted),
        Tampering(
            testDescription: "a record behind the last",
            sql: """
                INSERT INTO audit_records SELECT day, writer, 7, recorded_at, event, request_id, pool_id, identity_id,
                       actor, access_key_id, 'made up', details, hash, sha256('x'), seal
                  FROM audit_records WHERE W AND sequence = 6
                """, sequence: 7, kind: .changed),
        Tampering(
            testDescription: "two records changed places",
            sql: """
                UPDATE audit_records SET sequence = CASE sequence WHEN 3 THEN 104 ELSE 103 END
                 WHERE W AND sequence IN (3, 4)
                """, sequence: 3, kind: .reordered(behind: 4)),
    ])
    func `finds`(_ tampering: Tampering) async throws {
        try await Archive.lend { archive in
            let writer = try await archive.writeChain(5)
            #expect(try await archive.verifier.verify().flaw == nil)
            try await archive.run(tampering.sql.replacing("W ", with: "writer = '\(writer)' "))
            // The key allows no two records at one place even for a moment, so some are moved in two steps.
            if tampering.sql.contains("104, recorded_at") {
                for sequence in (4...6).reversed() {
                    try await archive.run(
                        "UPDATE audit_records SET sequence = \(sequence + 1) WHERE sequence = \(sequence)")
                }
            }
            try await archive.run("UPDATE audit_records SET sequence = sequence - 100 WHERE sequence > 100")
            let flaw = try await archive.verifier.verify().flaw
            #expect(flaw?.place.writer == writer)
            #expect(flaw?.place.sequence == tampering.sequence)
            #expect(flaw?.kind == tampering.kind)
        }
    }

    /// Whoever has the database can compute hashes, and not seals.
    @Test func `finds a chain that was hashed anew from a changed record to its end`() async throws {
        try await Archive.lend { archive in
            let writer = try await archive.writeChain(5)
            var front: [UInt8]?
            for var record in try await archive.records() where record.place.sequence >= 3 {
                if record.place.sequence == 3 { record.entry.reason = "nothing to see" }
                let previous = front ?? record.previous
                let hash = ChainSeal.hash(record.entry, at: record.place, behind: previous)
                try await archive.run(
                    """
                    UPDATE audit_records SET reason = '\(record.entry.reason ?? "")', previous = '\\x\(previous.hex)',
                           hash = '\\x\(hash.hex)' WHERE sequence = \(record.place.sequence)
                    """)
                front = hash
            }
            let flaw = try await archive.verifier.verify().flaw
            #expect(
                flaw
                    == .init(
                        place: .init(day: try #require(flaw).place.day, writer: writer, sequence: 3), kind: .changed))
        }
    }

    @Test func `misses records that were cut off from the end of a chain, once another chain was opened`() async throws
    {
        try await Archive.lend { archive in
            let writer = try await archive.writeChain(5)
            try await archive.writeChain(1)
            try await archive.run("DELETE FROM audit_records WHERE writer = '\(writer)' AND sequence > 3")
            let flaw = try #require(try await archive.verifier.verify().flaw)
            #expect(flaw.place.writer == writer)
            #expect(flaw.kind == .missing(6...6))
        }
    }

    @Test func `misses a whole chain that another one knew`() async throws {
        try await Archive.lend { archive in
            let writer = try await archive.writeChain(2)
            try await archive.writeChain(1)
            try await archive.run("DELETE FROM audit_records WHERE writer = '\(writer)'")
            #expect(try await archive.verifier.verify().flaw?.place.writer == writer)
        }
    }

    @Test func `shows a dropped day and raises no alarm`() async throws {
        try await Archive.lend { archive in
            let today = Date()
            let old = UTCDay(microseconds: (today - 10 * 86_400).microseconds)
            try await archive.writeChain(3, at: today - 10 * 86_400)
            try await archive.writeChain(3, at: today)
            #expect(try await archive.stores.partitions.drop(old, of: .audit))
            var report = try await archive.verifier.verify()
            #expect(report.flaw == nil)
            #expect(report.seams == [.init(missing: old, isExplained: false)])

            // Dropped by the keeper, the day leaves a record.
            var chain = ChainWriter(archive.stores)
            var entry = AuditEntry(.dayDropped)
            entry.details = #"{"day":\#(old.number)}"#
            var batch = ChainWriter.Batch(entries: [entry])
            try await chain.write(&batch)
            report = try await archive.verifier.verify()
            #expect(report.seams == [.init(missing: old, isExplained: true)])
        }
    }

    @Test func `needs the master key that the records were sealed with`() async throws {
        try await Archive.lend { archive in
            try await archive.writeChain(2)
            let stranger = AuditStores(archive.client, masterKey: MasterKey(Secret([UInt8](repeating: 8, count: 32)))!)
            #expect(try await AuditVerifier(stranger).verify().flaw?.place.sequence == 1)
        }
    }
}

/// A clock that tests set.
final class Clock: Sendable {
    private let time: Mutex<Date>

    init(_ time: Date) {
        self.time = Mutex(time)
    }

    var now: Date { time.withLock { $0 } }
    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

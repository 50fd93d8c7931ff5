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
        /// What somebody with the database and without the master key does to a chain of six records; `R` is one of them.
        let steps: [String]
        let sequence: Int64
        let kind: AuditReport.Flaw.Kind

        init(_ description: String, _ steps: [String], at sequence: Int64, _ kind: AuditReport.Flaw.Kind) {
            testDescription = description
            self.steps = steps
            self.sequence = sequence
            self.kind = kind
        }

        /// The key allows no two records at one place even for a moment.
        static func move(_ moves: [(from: Int, to: Int)]) -> [String] {
            moves.map { "UPDATE audit_records SET sequence = \($0.to) WHERE sequence = \($0.from)" }
        }
    }

    @Test(arguments: [
        Tampering(
            "a field", ["UPDATE audit_records SET reason = 'x' WHERE sequence = 3"], at: 3, .changed),
        Tampering(
            "the details", ["UPDATE audit_records SET details = '{}' WHERE sequence = 4"], at: 4, .changed),
        Tampering(
            "a field that was missing", ["UPDATE audit_records SET actor = 'me' WHERE sequence = 6"], at: 6, .changed),
        Tampering(
            "the time",
            ["UPDATE audit_records SET recorded_at = recorded_at - interval '1 second' WHERE sequence = 2"], at: 2,
            .changed),
        Tampering("the seal", ["UPDATE audit_records SET seal = sha256('x') WHERE sequence = 5"], at: 5, .changed),
        Tampering(
            "the opening", [#"UPDATE audit_records SET details = '{"heads":[ ]}' WHERE sequence = 1"#], at: 1, .changed),
        Tampering("one record gone", ["DELETE FROM audit_records WHERE sequence = 4"], at: 4, .missing(4...4)),
        Tampering("the beginning gone", ["DELETE FROM audit_records WHERE sequence < 4"], at: 1, .missing(1...3)),
        Tampering(
            "one record gone and the others numbered anew",
            ["DELETE FROM audit_records WHERE sequence = 4"] + Tampering.move([(5, 4), (6, 5)]), at: 4, .changed),
        Tampering(
            "a record in between",
            Tampering.move([(6, 7), (5, 6), (4, 5)]) + [
                """
                INSERT INTO audit_records SELECT day, writer, 4, recorded_at, event, request_id, pool_id, identity_id,
                       actor, access_key_id, reason, details, previous, hash, seal
                  FROM audit_records WHERE sequence = 2
                """
            ], at: 4, .inserted),
        Tampering(
            "two records that changed places", Tampering.move([(3, 103), (4, 3), (103, 4)]), at: 3,
            .reordered(behind: 4)),
    ])
    func `finds`(_ tampering: Tampering) async throws {
        try await Archive.lend { archive in
            let writer = try await archive.writeChain(5)
            #expect(try await archive.verifier.verify().flaw == nil)
            for step in tampering.steps { try await archive.run(step) }
            let flaw = try #require(try await archive.verifier.verify().flaw)
            #expect(flaw.place.writer == writer)
            #expect(flaw.place.sequence == tampering.sequence)
            #expect(flaw.kind == tampering.kind)
        }
    }

    @Test func `finds a record that was added behind the last, its hash and all`() async throws {
        try await Archive.lend { archive in
            let writer = try await archive.writeChain(2)
            var last = try #require(try await archive.records().last)
            (last.previous, last.place.sequence) = (last.hash, 4)
            last.entry.reason = "made up"
            last.hash = ChainSeal.hash(last.entry, at: last.place, behind: last.previous)
            try await archive.stores.audit.insert([last])
            #expect(try await archive.verifier.verify().flaw == .init(place: last.place, kind: .inserted))
            #expect(last.place.writer == writer)
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

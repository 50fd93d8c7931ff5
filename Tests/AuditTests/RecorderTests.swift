import Foundation
import Logging
import ServiceLifecycle
import Storage
import TestSupport
import Testing

@testable import Audit

@Suite(.timeLimit(.minutes(5))) struct `The queue in front of the audit` {
    @Test func `lets whoever comes when it is full wait for the writer`() async throws {
        let recorder = Recorder(capacity: 2, patience: .seconds(600), logger: .silent)
        let first = try #require(await recorder.reserve())
        let second = try #require(await recorder.reserve())
        async let third = recorder.reserve()
        async let fourth = recorder.reserve()
        await recorder.line(2)
        recorder.giveBack(second)
        await recorder.line(1)
        recorder.record(Archive.entry("one"), in: first)
        // One place is filled, the other promised: nobody else fits in until something is written.
        #expect(recorder.line == 1)
        #expect(await recorder.next()?.count == 1)
        for room in try [#require(await third), #require(await fourth)] { recorder.giveBack(room) }
        #expect(await recorder.reserve() != nil)
        #expect(recorder.takeLosses() == nil)
    }

    @Test func `lets them in as they came`() async throws {
        let recorder = Recorder(capacity: 1, patience: .seconds(600), logger: .silent)
        recorder.record(Archive.entry("one"))
        let (order, admitted) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...5 {
                group.addTask {
                    let room = try #require(await recorder.reserve())
                    admitted.yield(number)
                    recorder.giveBack(room)
                }
                await recorder.line(number)
            }
            #expect(await recorder.next()?.count == 1)
            try await group.waitForAll()
        }
        admitted.finish()
        #expect(await order.reduce(into: []) { $0.append($1) } == [1, 2, 3, 4, 5])
    }

    @Test func `keeps its last places for administrators, also from those who wait`() async throws {
        let recorder = Recorder(capacity: 1_024, patience: .seconds(600), logger: .silent)
        for _ in 0..<767 { recorder.record(Archive.entry("event"), in: try #require(await recorder.reserve())) }
        let last = try #require(await recorder.reserve())
        async let waiting = recorder.reserve()
        await recorder.line(1)
        async let change: Void = recorder.write(Archive.entry("change"))
        async let another: Void = recorder.write(Archive.entry("another"))
        while recorder.waiting < 769, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
        // What it leaves is an administrator's already.
        recorder.giveBack(last)
        #expect(recorder.line == 1)
        let taken = try #require(await recorder.next())
        #expect(taken.count == 769)
        #expect(await waiting != nil)
        for item in taken { item.answer?(.success(())) }
        try await change
        try await another
    }

    @Test func `refuses when it is full and the database takes nothing, until it does`() async throws {
        let recorder = Recorder(capacity: 1, whenFull: .refuse, patience: .seconds(600), logger: .silent)
        recorder.record(Archive.entry("one"))
        async let waiting = recorder.reserve()
        await recorder.line(1)
        recorder.failWaiters()
        #expect(await waiting == nil)
        #expect(await recorder.reserve() == nil)
        recorder.noteWritten()
        async let patient = recorder.reserve()
        await recorder.line(1)
        #expect(await recorder.next()?.count == 1)
        #expect(await patient != nil)
    }

    @Test func `lets nobody wait for ever`() async throws {
        let recorder = Recorder(capacity: 1, patience: .milliseconds(10), logger: .silent)
        recorder.record(Archive.entry("one"))
        #expect(await recorder.reserve() == nil)
        #expect(recorder.line == 0)
    }

    @Test func `lets those go who do not want to wait any more`() async throws {
        let recorder = Recorder(capacity: 1, patience: .seconds(600), logger: .silent)
        recorder.record(Archive.entry("one"))
        let task = Task { await recorder.reserve() == nil }
        await recorder.line(1)
        task.cancel()
        #expect(await task.value)
        #expect(recorder.line == 0)
    }

    @Test func `refuses more than may wait, and everybody when it closes`() async throws {
        let recorder = Recorder(capacity: 1, whenFull: .count, patience: .seconds(600), logger: .silent)
        recorder.record(Archive.entry("one"))
        await withTaskGroup { group in
            for _ in 0..<Recorder.longestLine { group.addTask { await recorder.reserve() == nil } }
            await recorder.line(Recorder.longestLine)
            // Counted, as the settings say.
            #expect(await recorder.reserve() != nil)
            recorder.close()
            for await isRefused in group { #expect(isRefused) }
        }
    }

    @Test func `counts what it could not hold, when it is told to`() async throws {
        let recorder = Recorder(capacity: 1, whenFull: .count, logger: .silent)
        recorder.failWaiters()
        for _ in 1...4 { recorder.record(Archive.entry("event"), in: try #require(await recorder.reserve())) }
        #expect(recorder.waiting == 1)
        #expect(recorder.takeLosses()?.count == 3)
        #expect(recorder.takeLosses() == nil)
    }

    @Test(arguments: Recorder.WhenFull.allCases)
    func `never lets a change by an administrator pass unrecorded`(_ whenFull: Recorder.WhenFull) async throws {
        let recorder = Recorder(capacity: 1, whenFull: whenFull, logger: .silent)
        recorder.record(Archive.entry("event"))
        let change = AdminChange(action: "iam:CreateUser", actor: "me", context: .unknown)
        await #expect(throws: RecorderError.full) { try await recorder.begin(change) }
    }

    @Test func `is emptied into the database, with a record of what was lost`() async throws {
        try await Archive.lend { archive in
            let recorder = Recorder(capacity: 300, whenFull: .count, logger: .silent)
            for number in 1...305 { recorder.record(Archive.entry("\(number)")) }
            recorder.close()
            try await archive.writer(recorder).run()
            let records = try await archive.records()
            #expect(records.compactMap(\.entry.reason) == (1...300).map(String.init))
            #expect(
                records.map(\.entry.event).filter { $0 != "denied" } == [
                    "chain-opened", "records-lost", "chain-closed",
                ])
            #expect(records[1].entry.details.hasPrefix(#"{"count":5,"#))
            #expect(try await archive.verifier.verify().flaw == nil)
        }
    }

    @Test func `is drained on shutdown`() async throws {
        try await Archive.lend { archive in
            let recorder = Recorder(logger: .silent)
            let group = ServiceGroup(services: [archive.writer(recorder)], logger: .silent)
            async let running: Void = group.run()
            try await recorder.write(Archive.entry("first"))
            for number in 1...1_000 { recorder.record(Archive.entry("\(number)")) }
            await group.triggerGracefulShutdown()
            try await running
            #expect(try await archive.reasons().count == 1_001)
            #expect(try await archive.records().last?.entry.event == "chain-closed")
            #expect(await recorder.reserve() == nil)
            await #expect(throws: RecorderError.closed) { try await recorder.write(Archive.entry("late")) }
        }
    }

    @Test func `tells who waits that the database takes nothing, and writes all the same when it is back`() async throws
    {
        try await Archive.lend { archive in
            try await archive.stores.partitions.prepare(UTCDay(microseconds: Date().microseconds), of: .audit)
            try await archive.run("ALTER TABLE audit_records RENAME TO away")
            let recorder = Recorder(logger: .silent)
            let group = ServiceGroup(services: [archive.writer(recorder)], logger: .silent)
            async let running: Void = group.run()
            let change = AdminChange(action: "iam:CreateUser", actor: "me", context: .unknown)
            await #expect(throws: RecorderError.notWritten) { try await recorder.begin(change) }
            recorder.record(Archive.entry("meanwhile"))
            try await archive.run("ALTER TABLE away RENAME TO audit_records")
            try await recorder.write(Archive.entry("afterwards"))
            await group.triggerGracefulShutdown()
            try await running
            let events = try await archive.records().map(\.entry.event)
            #expect(events == ["chain-opened", "change-begun", "denied", "denied", "chain-closed"])
            #expect(try await archive.verifier.verify().flaw == nil)
        }
    }

    @Test func `keeps a decision that cannot be stored from holding up the others`() async throws {
        try await Archive.lend { archive in
            let time = Date().microseconds
            var bad = Archive.decision("bad", at: time)
            bad.trace = "no JSON"
            let recorder = Recorder(logger: .silent)
            for row in [Archive.decision("one", at: time), bad, Archive.decision("two", at: time)] {
                recorder.record(Kept(row: row))
            }
            recorder.close()
            try await archive.writer(recorder).run()
            let rows = try await archive.stores.decisions.list(.init(), after: nil, limit: 10)
            #expect(Set(rows.map(\.reason)) == ["one", "two"])
        }
    }
}

private struct Kept: Recordable {
    let row: DecisionRow
    func recording(_ redaction: Redaction) -> Recording { Recording(decision: row) }
}

extension Recorder {
    /// Returns when so many wait for room, or when the time of the test is over.
    fileprivate func line(_ count: Int) async {
        while line != count, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
    }
}

extension Archive {
    func writer(_ recorder: Recorder) -> RecordWriter {
        RecordWriter(recorder, into: stores, redaction: redaction, logger: .silent)
    }
}

import Postgres
import Storage

import struct Foundation.Date
import struct Foundation.UUID

/// Writes what happened: decisions as they are, audit records in the chain of this process.
struct ChainWriter: Sendable {
    private var chain: AuditChain
    private let audit: AuditStore
    private let decisions: DecisionStore
    private let partitions: PartitionStore
    private let now: @Sendable () -> Date
    private var preparedDays: Set<UTCDay> = []

    /// What is written together. It may be tried again until it is written; each entry has its place from the first
    /// attempt on.
    struct Batch: Sendable {
        var entries: [AuditEntry] = []
        var decisions: [DecisionRow] = []
        fileprivate var records: [AuditRecord]?
        /// Decisions that the database refused for what they are.
        fileprivate(set) var unstorable = 0

        init(entries: [AuditEntry] = [], decisions: [DecisionRow] = []) {
            self.entries = entries
            self.decisions = decisions
        }
    }

    init(_ stores: AuditStores, now: @escaping @Sendable () -> Date = { Date() }) {
        chain = AuditChain(writer: UUID(), seal: stores.seal)
        audit = stores.audit
        decisions = stores.decisions
        partitions = stores.partitions
        self.now = now
    }

    var writer: UUID { chain.writer }
    /// Whether there is anything in the chain.
    var isOpen: Bool { chain.day != nil }

    mutating func write(_ batch: inout Batch) async throws(StorageError) {
        if batch.records == nil, !batch.entries.isEmpty { batch.records = try await records(of: batch.entries) }
        if let records = batch.records { try await audit.insert(records) }
        try await writeDecisions(of: &batch)
    }

    private mutating func records(of entries: [AuditEntry]) async throws(StorageError) -> [AuditRecord] {
        let time = now().microseconds
        // A clock that is set back must not lead back into a chain that was left.
        let day = max(UTCDay(microseconds: time), chain.day ?? UTCDay(number: .min))
        var records: [AuditRecord] = []
        if chain.day != day {
            try await partitions.prepare(day, of: .audit)
            records.append(chain.open(day, at: time, knowing: try await heads(before: day)))
        }
        for entry in entries { records.append(chain.append(entry, on: day)) }
        return records
    }

    /// Of each day; every opening names the latest, so each end is named by some.
    private static let mostHeads = 100

    /// The ends of the latest chains of the day, and of the last day before it that has any.
    private func heads(before day: UTCDay) async throws(StorageError) -> [AuditChain.Head] {
        var heads = try await audit.heads(of: day, limit: Self.mostHeads)
        for earlier in try await partitions.days(of: .audit).reversed() where earlier < day {
            let found = try await audit.heads(of: earlier, limit: Self.mostHeads)
            heads += found
            if !found.isEmpty { break }
        }
        return heads.map { AuditChain.Head(place: $0.place, hash: $0.hash) }
    }

    private mutating func writeDecisions(of batch: inout Batch) async throws(StorageError) {
        guard !batch.decisions.isEmpty else { return }
        for day in Set(batch.decisions.map { UTCDay(microseconds: $0.decidedAt) }).subtracting(preparedDays) {
            try await partitions.prepare(day, of: .decisions)
            preparedDays.insert(day)
        }
        do throws(StorageError) {
            try await decisions.insert(batch.decisions)
            batch.decisions = []
        } catch {
            guard error.isAboutRows else { throw error }
            // One row must not keep the others from being written, nor be tried for ever.
            preparedDays = []
            while let row = batch.decisions.last {
                do throws(StorageError) {
                    try await partitions.prepare(UTCDay(microseconds: row.decidedAt), of: .decisions)
                    try await decisions.insert([row])
                } catch {
                    guard error.isAboutRows else { throw error }
                    batch.unstorable += 1
                }
                batch.decisions.removeLast()
            }
        }
    }
}

extension StorageError {
    /// Whether the database answered, and the answer was no.
    fileprivate var isAboutRows: Bool {
        switch self {
        case .refused, .malformedRow: true
        case .unavailable(let error): error.isAboutRows
        case .contended, .sealBroken: false
        }
    }
}

extension PostgresError {
    /// Data exceptions and violated constraints. That a table is not there, say, is no fault of a row.
    fileprivate var isAboutRows: Bool {
        if case .server(let state) = self { state.hasPrefix("22") || state.hasPrefix("23") } else { false }
    }
}

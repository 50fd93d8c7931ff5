import IdentityModel
import Storage

import struct Foundation.Date
import struct Foundation.UUID

/// Brings an archive into a pool as its bytes come: line by line, in batches that are whole or not at all. It ends at the
/// first line that is wrong; what was brought in before stays, and the same archive can be given again.
package struct IdentityImport: Sendable {
    package struct Options: Sendable, Equatable {
        /// Leaves out what meets a conflict, instead of ending there.
        package var skipsConflicts: Bool
        /// Reads and judges everything, and writes nothing. What stands against a line only because of an earlier batch
        /// of the same archive is not seen.
        package var isDryRun: Bool
        /// The region of the ids in the archive, when it is not the pool's.
        package var fromRegion: String?

        package init(skipsConflicts: Bool = false, isDryRun: Bool = false, fromRegion: String? = nil) {
            self.skipsConflicts = skipsConflicts
            self.isDryRun = isDryRun
            self.fromRegion = fromRegion
        }
    }

    private let identities: IdentityStore
    private let pool: IdentityPool
    private let options: Options
    private let turn: ArchiveTurns.Turn
    private let reader: ArchiveReader
    private var splitter = LineSplitter(limit: ArchiveReader.lineLimit)
    private var batch: [(line: Int, item: ArchivedItem)] = []
    private var batchBytes = 0
    private var report: ImportReport

    /// Lines, and about as many bytes of them, that go into one transaction.
    private static let batchLimit = 200
    private static let batchByteLimit = 1_048_576

    init(
        into pool: IdentityPool, _ identities: IdentityStore, _ options: Options, _ turn: ArchiveTurns.Turn,
        at now: Date
    ) {
        self.identities = identities
        self.pool = pool
        self.options = options
        self.turn = turn
        reader = ArchiveReader(pool: pool, fromRegion: options.fromRegion, now: now)
        report = ImportReport(isDryRun: options.isDryRun)
    }

    /// False when nothing more needs to be given, because the import has ended.
    @discardableResult
    package mutating func take(_ bytes: [UInt8]) async throws(FederationError) -> Bool {
        guard report.stoppedAt == nil else { return false }
        for line in splitter.split(bytes) {
            try await take(line)
            if report.stoppedAt != nil { return false }
        }
        return true
    }

    package mutating func finish() async throws(FederationError) -> ImportReport {
        if report.stoppedAt == nil, let line = splitter.finish() { try await take(line) }
        if report.stoppedAt == nil { try await write() }
        return report
    }

    private mutating func take(_ line: LineSplitter.Line) async throws(FederationError) {
        report.countLine()
        let read: ArchiveReader.Line?
        do throws(ArchiveFlaw) {
            read = try self.read(line)
        } catch {
            // What came before is good, and is brought in.
            let number = report.lines
            try await write()
            if report.stoppedAt == nil { report.stop(at: number, error) }
            return
        }
        switch read {
        case nil, .header: return
        case .item(let item):
            batch.append((report.lines, item))
            if batch.count >= Self.batchLimit || batchBytes >= Self.batchByteLimit { try await write() }
        case .end(let identities, let merges):
            try await write()
            if report.stoppedAt == nil { report.end(identities: identities, merges: merges) }
        }
    }

    /// Nil for an empty line.
    private mutating func read(_ line: LineSplitter.Line) throws(ArchiveFlaw) -> ArchiveReader.Line? {
        guard case .whole(let bytes) = line else { throw .tooLong(limit: ArchiveReader.lineLimit) }
        guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return nil }
        batchBytes += bytes.count
        return try reader.line(bytes)
    }

    private mutating func write() async throws(FederationError) {
        guard !batch.isEmpty else { return }
        let taken = batch
        batch = []
        batchBytes = 0
        let (identities, pool, options) = (identities, pool, options)
        let outcome = try await stored { () throws(StorageError) in
            try await identities.bring(
                taken.map(\.item), into: pool.id.uuid, skipping: options.skipsConflicts, dryRun: options.isDryRun)
        }
        switch outcome {
        case .noSuchPool: throw .poolNotFound("\(pool.id)")
        case .refused(let index, let conflict): report.stop(at: taken[index].line, .conflict(conflict))
        case .done(let outcomes):
            for (entry, outcome) in zip(taken, outcomes) { count(entry.item, outcome, line: entry.line) }
        }
    }

    private mutating func count(_ item: ArchivedItem, _ outcome: ImportOutcome.ItemOutcome, line: Int) {
        let tally: WritableKeyPath<ImportReport.Tally, Int>
        switch outcome {
        case .made: tally = \.made
        case .unchanged: tally = \.unchanged
        case .skipped(let conflict):
            tally = \.skipped
            report.leaveOut(line, .conflict(conflict))
        }
        switch item {
        case .identity(let identity): report.countIdentity(logins: identity.logins.count, tally)
        case .merge: report.countMerge(tally)
        }
    }
}

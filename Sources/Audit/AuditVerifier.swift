import Storage
import StrictJSON

import struct Foundation.UUID

/// Goes along every chain and names the first record that is not as it was written.
package struct AuditVerifier: Sendable {
    private let audit: AuditStore
    private let partitions: PartitionStore
    private let seal: ChainSeal

    private static let page = 1_000

    package init(_ stores: AuditStores) {
        audit = stores.audit
        partitions = stores.partitions
        seal = stores.seal
    }

    /// - Parameter first: the day to begin with; nil for the first there is.
    package func verify(from first: UTCDay? = nil) async throws(StorageError) -> AuditReport {
        var report = AuditReport()
        var links: [Link] = []
        var droppedDays: Set<Int32> = []
        let days = try await partitions.days(of: .audit)
        for day in days where first.map({ $0 <= day }) ?? true {
            var summary = AuditReport.Day(day: day)
            var walk: Walk?
            var place: ChainPlace?
            while true {
                let records = try await audit.chains(of: day, after: place, limit: Self.page)
                for record in records {
                    if walk?.head.place.writer != record.place.writer {
                        walk = Walk(day, record.place.writer)
                        summary.chains += 1
                    }
                    if let flaw = try await walk?.step(to: record, sealedBy: seal, in: audit) {
                        report.days.append(summary)
                        report.flaw = flaw
                        return report
                    }
                    summary.records += 1
                    if record.place.sequence == 1 { links += Self.links(of: record) }
                    if record.entry.event == AuditEvent.dayDropped.rawValue,
                        let dropped = Self.droppedDay(record.entry.details)
                    {
                        droppedDays.insert(dropped)
                    }
                }
                guard records.count == Self.page else { break }
                place = records.last?.place
            }
            report.days.append(summary)
        }
        try await follow(links, among: Set(days), from: first, dropped: droppedDays, &report)
        return report
    }

    /// From the opening of a chain to the end of another.
    private struct Link {
        let target: AuditChain.Head
    }

    private static func links(of opening: AuditRecord) -> [Link] {
        guard let opening = ChainOpening(opening.entry.details) else { return [] }
        return ([opening.continues].compactMap(\.self) + opening.heads).map(Link.init)
    }

    private static func droppedDay(_ details: String) -> Int32? {
        (try? JSONDocument(details, limits: .audit).root)?["day"]?.number.flatMap { Int32($0.text) }
    }

    /// Records that an opening knew of and that are not there were cut off from the end of their chain.
    private func follow(
        _ links: [Link], among days: Set<UTCDay>, from first: UTCDay?, dropped: Set<Int32>,
        _ report: inout AuditReport
    ) async throws(StorageError) {
        var flaws: [AuditReport.Flaw] = []
        var seams: Set<UTCDay> = []
        // Many openings know the same ends.
        var ends: [ChainPlace: [UInt8]] = [:]
        for link in links { ends[link.target.place] = link.target.hash }
        for (place, hash) in ends.sorted(by: { $0.key < $1.key }) {
            guard days.contains(place.day) else {
                seams.insert(place.day)
                continue
            }
            if let first, place.day < first { continue }
            guard let found = try await audit.find(place) else {
                flaws.append(.init(place: place, kind: .missing(place.sequence...place.sequence)))
                continue
            }
            if found.hash != hash { flaws.append(.init(place: place, kind: .changed)) }
        }
        report.flaw = flaws.min { $0.place < $1.place }
        report.seams = seams.sorted().map { .init(missing: $0, isExplained: dropped.contains($0.number)) }
    }
}

/// The way along one chain.
private struct Walk {
    var head: AuditChain.Head

    init(_ day: UTCDay, _ writer: UUID) {
        head = .init(place: ChainPlace(day: day, writer: writer, sequence: 0), hash: ChainSeal.nothing)
    }

    /// What is wrong with the next record; nil when it is the one that was written there.
    mutating func step(
        to record: AuditRecord, sealedBy seal: ChainSeal, in audit: AuditStore
    ) async throws(StorageError) -> AuditReport.Flaw? {
        let expected = head.place.sequence + 1
        guard record.place.sequence == expected else {
            return .init(
                place: ChainPlace(day: head.place.day, writer: head.place.writer, sequence: expected),
                kind: .missing(expected...(record.place.sequence - 1)))
        }
        let front = expected == 1 ? Self.front(of: record) : head.hash
        let isItself = ChainSeal.hash(record.entry, at: record.place, behind: record.previous) == record.hash
        if isItself, record.previous == front, seal.isSealed(record) {
            head = .init(place: record.place, hash: record.hash)
            return nil
        }
        return .init(
            place: record.place,
            kind: try await kind(of: record, isItself: isItself, behind: front, in: audit))
    }

    /// The first record of a chain says itself what is in front of it.
    private static func front(of record: AuditRecord) -> [UInt8]? {
        guard record.entry.event == AuditEvent.chainOpened.rawValue,
            let opening = ChainOpening(record.entry.details)
        else { return nil }
        return opening.continues?.hash ?? ChainSeal.nothing
    }

    private func kind(
        of record: AuditRecord, isItself: Bool, behind front: [UInt8]?, in audit: AuditStore
    ) async throws(StorageError) -> AuditReport.Flaw.Kind {
        func find(_ sequence: Int64) async throws(StorageError) -> AuditRecord? {
            try await audit.find(ChainPlace(day: record.place.day, writer: record.place.writer, sequence: sequence))
        }
        if record.previous != front, record.previous != ChainSeal.nothing,
            let owner = try await audit.place(
                ofHash: record.previous, writer: record.place.writer, on: record.place.day)
        {
            // Where it belongs stands either another one, or the one that this is a copy of.
            let isCopy = try await find(owner.sequence + 1)?.hash == record.hash
            return isCopy ? .inserted : .reordered(behind: owner.sequence)
        }
        let next = try await find(record.place.sequence + 1)
        // The one behind it follows the one in front of it: there was nothing in between.
        if let next, next.previous == front { return .inserted }
        // Whole in itself, and at the end, but without our seal.
        if isItself, record.previous == front, next == nil { return .inserted }
        return .changed
    }
}

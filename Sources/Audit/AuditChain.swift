import Storage

import struct Foundation.UUID

/// The chain of one process: numbers its records and hashes each of them together with the one in front.
///
/// A day begins a new chain, whose first record is an opening: it names the heads of all chains of today and of the last
/// day there was, so that records cut off from the end of a chain are missed later. The opening has in front of it the
/// last record of the process's own chain of the day before, so that a day which was dropped leaves a visible seam.
struct AuditChain: Sendable {
    let writer: UUID
    private let seal: ChainSeal
    private var head: Head?

    struct Head: Sendable {
        var place: ChainPlace
        var hash: [UInt8]
    }

    init(writer: UUID, seal: ChainSeal) {
        self.writer = writer
        self.seal = seal
    }

    /// The day of the chain that is open.
    var day: UTCDay? { head?.place.day }
    /// How many records the open chain has.
    var count: Int64 { head?.place.sequence ?? 0 }

    /// Begins the chain of a day.
    mutating func open(_ day: UTCDay, at time: Int64, knowing heads: [Head]) -> AuditRecord {
        let previous = head
        head = Head(
            place: ChainPlace(day: day, writer: writer, sequence: 0), hash: previous?.hash ?? ChainSeal.nothing)
        return append(
            AuditEntry(
                time: time, event: AuditEvent.chainOpened.rawValue,
                details: ChainOpening(continues: previous, heads: heads).text), on: day)
    }

    /// The entry's record. The chain of the day must be open.
    mutating func append(_ entry: AuditEntry, on day: UTCDay) -> AuditRecord {
        let front = head ?? Head(place: ChainPlace(day: day, writer: writer, sequence: 0), hash: ChainSeal.nothing)
        var place = front.place
        place.sequence += 1
        let entry = entry.storable
        let hash = ChainSeal.hash(entry, at: place, behind: front.hash)
        head = Head(place: place, hash: hash)
        return AuditRecord(
            place: place, entry: entry, previous: front.hash, hash: hash, seal: seal.seal(hash))
    }
}

extension AuditEntry {
    /// As it comes back from the database: PostgreSQL keeps no NUL, and an empty text in a column that may be missing is
    /// one that is.
    fileprivate var storable: AuditEntry {
        var entry = self
        entry.actor = Self.storable(actor)
        entry.accessKeyID = Self.storable(accessKeyID)
        entry.reason = Self.storable(reason)
        return entry
    }

    private static func storable(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
    }
}

import Storage
import Synchronization

import struct Foundation.Date

/// A writer of an archive that batches come to one after the other, in whatever task.
final class SharedWriter: Sendable {
    private let writer: Mutex<ArchiveWriter>

    init(_ writer: ArchiveWriter) {
        self.writer = Mutex(writer)
    }

    func header(at now: Date) -> [UInt8] { writer.withLock { $0.header(at: now) } }

    func lines(_ items: [ArchivedItem]) -> [UInt8] {
        writer.withLock { writer in
            items.reduce(into: []) { $0 += writer.line($1) }
        }
    }

    func end() -> [UInt8] { writer.withLock { $0.end() } }
}

import IdentityModel
import Logging
import ServiceLifecycle
import Storage
import StrictJSON

import struct Foundation.Date

/// Makes the days ahead that decisions and audit records are kept in, and drops those whose time is over. Every replica
/// does; who comes first has done it.
package struct PartitionKeeper: Service {
    /// Days to keep; nil for ever.
    package struct Retention: Sendable, Equatable {
        package var decisions: Int32?
        package var audit: Int32?

        package init(decisions: Int32? = 30, audit: Int32? = 400) {
            self.decisions = decisions
            self.audit = audit
        }
    }

    private let stores: AuditStores
    private let retention: Retention
    private let recorder: Recorder
    private let logger: Logger
    private let now: @Sendable () -> Date

    private static let ahead: Int32 = 3
    private static let period = Duration.seconds(600)

    package init(
        _ stores: AuditStores, retention: Retention, recorder: Recorder, logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.stores = stores
        self.retention = retention
        self.recorder = recorder
        self.logger = logger
        self.now = now
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await keep()
                try? await Task.sleep(for: Self.period)
            }
        }
    }

    /// A failure is not the end: the writer makes the day that it needs, and the next time comes soon.
    func keep() async {
        let today = UTCDay(microseconds: now().microseconds)
        do throws(StorageError) {
            for table in PartitionStore.Table.allCases {
                for day in 0...Self.ahead { try await stores.partitions.prepare(today.adding(day), of: table) }
                guard let days = table == .decisions ? retention.decisions : retention.audit else { continue }
                for day in try await stores.partitions.days(of: table) where day < today.adding(-days) {
                    try await drop(day, of: table)
                }
            }
        } catch {
            logger.warning("the days of decisions and audit need a look", metadata: ["reason": "\(error)"])
        }
    }

    /// That a day of the audit was dropped is itself a record, with the ends of the chains that went with it.
    private func drop(_ day: UTCDay, of table: PartitionStore.Table) async throws(StorageError) {
        let heads = table == .audit ? try await stores.audit.heads(of: day, limit: 10_000) : []
        guard try await stores.partitions.drop(day, of: table) else { return }
        logger.info("dropped a day", metadata: ["table": "\(table.rawValue)", "day": "\(day)"])
        guard table == .audit else { return }
        var entry = AuditEntry(.dayDropped, at: now())
        var json = JSONWriter()
        json.beginObject()
        json.member("day", Int64(day.number))
        json.member("date", day.description)
        json.name("chains")
        json.beginArray()
        for head in heads {
            json.beginObject()
            json.member("writer", head.place.writer.text)
            json.member("records", head.place.sequence)
            json.member("hash", head.hash.hex)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        entry.details = String(decoding: json.bytes, as: UTF8.self)
        recorder.record(entry)
    }
}

import Logging
import ServiceLifecycle
import Storage
import StrictJSON

import struct Foundation.Date

/// Empties the queue into the database. Must shut down after everybody who records.
package struct RecordWriter: Service {
    private let recorder: Recorder
    private let stores: AuditStores
    private let redaction: Redaction
    private let logger: Logger

    /// How long the database may take to come back once everything else has ended.
    private let patience: Duration

    package init(
        _ recorder: Recorder, into stores: AuditStores, redaction: Redaction, patience: Duration = .seconds(10),
        logger: Logger
    ) {
        self.recorder = recorder
        self.stores = stores
        self.redaction = redaction
        self.patience = patience
        self.logger = logger
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            await work()
        } onGracefulShutdown: {
            recorder.close()
        }
    }

    private func work() async {
        var chain = ChainWriter(stores)
        while let items = await recorder.next() {
            await write(items, in: &chain)
        }
        guard chain.isOpen else { return }
        var last = ChainWriter.Batch(entries: [.init(.chainClosed)])
        do throws(StorageError) {
            try await chain.write(&last)
        } catch {
            logger.warning("the audit chain could not be closed", metadata: ["reason": "\(error)"])
        }
    }

    /// Does not return before everything is in the database, unless the process ends.
    private func write(_ items: [Recorder.Item], in chain: inout ChainWriter) async {
        var batch = ChainWriter.Batch()
        if let losses = recorder.takeLosses() { batch.entries.append(.init(losses)) }
        for item in items {
            let recording = item.event.recording(redaction)
            batch.entries += recording.entries
            if let decision = recording.decision { batch.decisions.append(decision) }
        }
        var answers = items.compactMap(\.answer)
        var pause = Duration.milliseconds(100)
        var isDown = false
        var deadline: ContinuousClock.Instant?
        while true {
            do throws(StorageError) {
                try await chain.write(&batch)
                break
            } catch {
                if !isDown {
                    logger.error("audit records cannot be written", metadata: ["reason": "\(error)"])
                    isDown = true
                }
            }
            for answer in answers { answer(.failure(.notWritten)) }
            answers = []
            recorder.failWaiters()
            // Nothing is sent for a cancelled task any more, and nothing waits for it.
            if Task.isCancelled { return giveUp(items.count) }
            if recorder.isClosed {
                let end = deadline ?? ContinuousClock.now + patience
                deadline = end
                guard ContinuousClock.now < end else { return giveUp(items.count) }
            }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
        }
        recorder.noteWritten()
        if isDown { logger.notice("audit records are written again") }
        if batch.unstorable > 0 {
            logger.error(
                "decisions could not be kept for what they are", metadata: ["count": "\(batch.unstorable)"])
            recorder.addLosses(batch.unstorable)
        }
        for answer in answers { answer(.success(())) }
    }

    private func giveUp(_ count: Int) {
        logger.critical(
            "the process ends without having written its last audit records",
            metadata: ["count": "\(count + recorder.waiting)"])
    }
}

extension AuditEntry {
    package init(_ event: AuditEvent, at time: Date = Date()) {
        self.init(time: time.microseconds, event: event.rawValue)
    }

    fileprivate init(_ losses: Recorder.Losses) {
        self.init(.recordsLost)
        var json = JSONWriter()
        json.beginObject()
        json.member("count", losses.count)
        json.member("since", losses.since)
        json.endObject()
        details = String(decoding: json.bytes, as: UTF8.self)
    }
}

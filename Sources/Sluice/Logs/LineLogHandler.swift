import Foundation
import Logging
import StrictJSON
import Synchronization

/// One line per event on standard error: for people on a terminal, JSON for machines.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let label: String
    let format: LogFormat

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let merged = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let time = Date.now.formatted(Self.time)
        switch format {
        case .human: write(human(event, time, merged))
        case .json: write(json(event, time, merged))
        }
    }

    private func human(_ event: LogEvent, _ time: String, _ metadata: Logger.Metadata) -> String {
        let details = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        // One event, one line, whatever a client put into it.
        let clean = "\(event.message)\(details)".map { $0.isNewline ? " " : $0 }
        return "\(time) \(event.level.rawValue) \(String(clean))"
    }

    private func json(_ event: LogEvent, _ time: String, _ metadata: Logger.Metadata) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("time", time)
        writer.member("level", event.level.rawValue)
        writer.member("message", event.message.description)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { writer.member(key, "\(value)") }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func write(_ line: String) {
        Self.output.withLock { $0.write(Data((line + "\n").utf8)) }
    }

    /// UTC, to the millisecond.
    private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    private static let output = Mutex(FileHandle.standardError)
}

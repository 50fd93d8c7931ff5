import Foundation
import Logging
import StrictJSON
import SystemPackage

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
        let merged = event.metadata.map { metadata.merging($0) { _, new in new } } ?? metadata
        let time = LogClock.shared.text(at: Date())
        var line =
            switch format {
            case .human: human(event, time, merged)
            case .json: json(event, time, merged)
            }
        line.append(UInt8(ascii: "\n"))
        // One write, so that lines of several threads do not mix. A log that cannot be written has nobody to tell.
        _ = try? FileDescriptor.standardError.writeAll(line)
    }

    private func human(_ event: LogEvent, _ time: String, _ metadata: Logger.Metadata) -> [UInt8] {
        let details = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let text = "\(time) \(event.level.rawValue) \(event.message)\(details)"
        // One event, one line, whatever a client put into it.
        return text.utf8.map { $0 < 0x20 ? UInt8(ascii: " ") : $0 }
    }

    private func json(_ event: LogEvent, _ time: String, _ metadata: Logger.Metadata) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.member("time", time)
        writer.member("level", event.level.rawValue)
        writer.member("message", event.message.description)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { writer.member(key, "\(value)") }
        writer.endObject()
        return writer.bytes
    }
}

import Foundation
import StrictJSON

/// An archive of identities, cut between its lines into parts that a broker takes.
struct ArchiveParts {
    struct Part: Equatable {
        var bytes: [UInt8]
        /// Lines of the file in front of it.
        var linesBefore: Int
    }

    /// What the `end` line says; it is true of the whole only, so it is kept back.
    private(set) var end: (identities: Int64, merges: Int64)?
    private let handle: FileHandle
    private let size: Int
    private var buffer: [UInt8] = []
    /// Where in the buffer the next line begins.
    private var start = 0
    /// A line that did not fit into the part before.
    private var left: [UInt8]?
    private var isRead = false
    private var lines = 0

    private static let limits = JSONLimits(
        depth: 8, members: 100_000, stringBytes: 1_048_576, totalBytes: 2_097_152)

    /// - Parameters:
    ///   - file: `-` for standard input.
    ///   - size: of a part, in bytes. One line may be longer, and is a part of its own.
    init(file: String, size: Int) throws {
        guard let handle = file == "-" ? .standardInput : FileHandle(forReadingAtPath: file) else {
            throw Failure("\(file) cannot be read.")
        }
        self.handle = handle
        self.size = size
    }

    mutating func next() throws -> Part? {
        var part = Part(bytes: [], linesBefore: lines)
        while let line = try left ?? line() {
            left = nil
            guard part.bytes.isEmpty || part.bytes.count + line.count <= size else {
                left = line
                break
            }
            lines += 1
            if !readEnd(line) { part.bytes += line }
        }
        return part.bytes.isEmpty ? nil : part
    }

    /// The next line with its end.
    private mutating func line() throws -> [UInt8]? {
        while true {
            if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start...end])
            }
            buffer.removeSubrange(..<start)
            start = 0
            guard !isRead else {
                defer { buffer = [] }
                return buffer.isEmpty ? nil : buffer
            }
            guard buffer.count <= Self.limits.totalBytes else { throw Failure("Line \(lines + 1) is too long.") }
            let piece = try handle.read(upToCount: 65_536) ?? Data()
            if piece.isEmpty { isRead = true } else { buffer += piece }
        }
    }

    private mutating func readEnd(_ line: [UInt8]) -> Bool {
        // Cheap for the many lines that are none.
        guard line.count < 512, let root = try? JSONDocument(line, limits: Self.limits).root,
            root["kind"]?.string == "end"
        else { return false }
        end = (root["identities"]?.number?.integer ?? -1, root["merges"]?.number?.integer ?? -1)
        return true
    }
}

import Foundation
import StrictJSON
import StrictYAML

/// A JSON object that is about to be sent, member by member.
struct BodyDocument {
    /// What a server takes, and a little more, so that the server can say that it is too much.
    static let sizeLimit = 2_097_152
    private static let limits = JSONLimits(
        depth: 64, members: 100_000, stringBytes: sizeLimit, totalBytes: sizeLimit)

    private var members: [(name: String, json: String)] = []

    init() {}

    /// - Parameter excluding: members that cannot be set.
    init(_ object: JSONNode, excluding: Set<String> = []) {
        for (name, value) in object.members where !excluding.contains(name) {
            members.append((name, value.kind == .string ? "\"\(value.text)\"" : value.text))
        }
    }

    /// - Parameter assignment: `member=value`, the value JSON or else a text.
    mutating func set(_ assignment: String) {
        let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? String(parts[1]) : ""
        if (try? JSONDocument(value, limits: Self.limits)) == nil {
            set(String(parts[0]), text: value)
        } else {
            set(String(parts[0]), json: value)
        }
    }

    mutating func set(_ name: String, text: String) {
        var json = JSONWriter()
        json.string(text)
        set(name, json: String(decoding: json.bytes, as: UTF8.self))
    }

    mutating func set(_ name: String, json: String) {
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].json = json
        } else {
            members.append((name, json))
        }
    }

    var bytes: [UInt8] {
        var json = JSONWriter(capacity: 1_024)
        json.beginObject()
        for (name, value) in members {
            json.name(name)
            json.raw(value)
        }
        json.endObject()
        return json.bytes
    }

    // MARK: Files

    /// - Parameter name: `-` for standard input.
    static func bytes(ofFile name: String) throws -> [UInt8] {
        if name == "-" { return Array(try FileHandle.standardInput.read(upToCount: sizeLimit + 1) ?? Data()) }
        guard let handle = FileHandle(forReadingAtPath: name) else { throw Failure("\(name) cannot be read.") }
        do {
            // Nil is the end of an empty file.
            return Array(try handle.read(upToCount: sizeLimit + 1) ?? Data())
        } catch {
            throw Failure("\(name) cannot be read.")
        }
    }

    /// The JSON in a file: as it stands there, or what the YAML in it says.
    static func json(ofFile name: String) throws -> JSONDocument {
        let bytes = try bytes(ofFile: name)
        let place = name == "-" ? "standard input" : name
        guard bytes.count <= sizeLimit else { throw Failure("\(place) is longer than \(sizeLimit) bytes.") }
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let looksLikeJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        let json =
            looksLikeJSON || name.hasSuffix(".json")
            ? bytes : Array(try YAMLText.json(bytes, file: place, limit: sizeLimit).utf8)
        do throws(JSONError) {
            return try JSONDocument(json, limits: limits)
        } catch {
            throw Failure("\(place): \(error.words(in: json))")
        }
    }
}

extension JSONError {
    fileprivate func words(in bytes: [UInt8]) -> String {
        switch self {
        case .empty: "is empty."
        case .byteOrderMark: "begins with a byte order mark."
        case .invalidUTF8(let offset): Self.at(offset, bytes, "this is not UTF-8")
        case .unexpectedByte(let offset): Self.at(offset, bytes, "no JSON goes on like this")
        case .unexpectedEnd: "ends in the middle."
        case .trailingBytes(let offset): Self.at(offset, bytes, "there is something behind the end")
        case .malformedNumber(let offset): Self.at(offset, bytes, "this is no number")
        case .malformedEscape(let offset), .loneSurrogate(let offset), .controlCharacter(let offset):
            Self.at(offset, bytes, "a text cannot hold this")
        case .duplicateMember(let offset): Self.at(offset, bytes, "the same member stands here again")
        case .tooDeep, .tooLong, .tooManyMembers, .stringTooLong: "is too large or too deep."
        }
    }

    private static func at(_ offset: Int, _ bytes: [UInt8], _ what: String) -> String {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return "line \(line), column \(column): \(what)."
    }
}

import IdentityModel
import Storage
import StrictJSON

import struct Foundation.UUID

/// The details of the first record of a chain.
struct ChainOpening: Sendable {
    /// The end of the same process's chain of a day before.
    var continues: AuditChain.Head?
    var heads: [AuditChain.Head]

    var text: String {
        var json = JSONWriter()
        json.beginObject()
        if let continues {
            json.name("continues")
            Self.write(continues, to: &json)
        }
        json.name("heads")
        json.beginArray()
        for head in heads { Self.write(head, to: &json) }
        json.endArray()
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    init(continues: AuditChain.Head?, heads: [AuditChain.Head]) {
        self.continues = continues
        self.heads = heads
    }

    /// Nil for a text that no opening has.
    init?(_ text: String) {
        guard let root = try? JSONDocument(text, limits: .audit).root else { return nil }
        if let node = root["continues"] {
            guard let head = Self.read(node) else { return nil }
            continues = head
        }
        guard let nodes = root["heads"]?.elements else { return nil }
        heads = []
        for node in nodes {
            guard let head = Self.read(node) else { return nil }
            heads.append(head)
        }
    }

    private static func write(_ head: AuditChain.Head, to json: inout JSONWriter) {
        json.beginObject()
        json.member("day", Int64(head.place.day.number))
        json.member("writer", head.place.writer.text)
        json.member("sequence", head.place.sequence)
        json.member("hash", head.hash.hex)
        json.endObject()
    }

    private static func read(_ node: JSONNode) -> AuditChain.Head? {
        guard let day = node["day"]?.number.flatMap({ Int32($0.text) }),
            let writer = node["writer"]?.string.flatMap({ UUID(text: $0) }),
            let sequence = node["sequence"]?.number.flatMap({ Int64($0.text) }),
            let hash = node["hash"]?.string.flatMap({ [UInt8](hex: $0) })
        else { return nil }
        return AuditChain.Head(
            place: ChainPlace(day: UTCDay(number: day), writer: writer, sequence: sequence), hash: hash)
    }
}

extension JSONLimits {
    /// What this room has written itself.
    static let audit = JSONLimits(depth: 32, members: 100_000, stringBytes: 1_048_576, totalBytes: 16_777_216)
}

extension [UInt8] {
    var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Nil unless the text is an even number of hexadecimal digits.
    init?(hex text: String) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

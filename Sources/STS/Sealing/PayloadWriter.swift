import IdentityModel

import struct Foundation.Date
import struct Foundation.UUID

/// Writes values one behind the other: numbers in groups of seven bits, texts and lists behind their length.
struct PayloadWriter {
    private(set) var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(512)
    }

    mutating func write(byte: UInt8) {
        bytes.append(byte)
    }

    mutating func write(_ flag: Bool) {
        bytes.append(flag ? 1 : 0)
    }

    mutating func write(number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func write(_ text: String) {
        write(number: UInt64(text.utf8.count))
        bytes += text.utf8
    }

    mutating func write(_ texts: [String]) {
        write(number: UInt64(texts.count))
        for text in texts { write(text) }
    }

    mutating func write(_ tags: [String: String]) {
        write(number: UInt64(tags.count))
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
            write(key)
            write(value)
        }
    }

    /// In seconds since 1970.
    mutating func write(_ date: Date) {
        write(number: UInt64(bitPattern: Int64(date.timeIntervalSince1970)))
    }

    mutating func write(_ id: some RegionalID) {
        write(id.region)
        write(id.uuid)
    }

    mutating func write(_ uuid: UUID) {
        let u = uuid.uuid
        bytes += [u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15]
    }

    mutating func write<Value>(_ value: Value?, _ body: (inout Self, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }
}

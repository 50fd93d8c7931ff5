import IdentityModel

import struct Foundation.Date
import struct Foundation.UUID

/// Reads what `PayloadWriter` wrote, and nothing else: every text that can be read has one spelling.
struct PayloadReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Checks that nothing is left over.
    func finish() throws(SealError) {
        guard position == bytes.count else { throw .malformedPayload }
    }

    /// The value, which the bytes must have.
    func value<Value>(_ value: Value?) throws(SealError) -> Value {
        guard let value else { throw .malformedPayload }
        return value
    }

    mutating func byte() throws(SealError) -> UInt8 {
        guard position < bytes.count else { throw .malformedPayload }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func bool() throws(SealError) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw .malformedPayload
        }
    }

    mutating func number() throws(SealError) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
            let byte = try byte()
            let group = UInt64(byte & 0x7F)
            guard (group << shift) >> shift == group else { throw .malformedPayload }
            number |= group << shift
            if byte & 0x80 == 0 {
                guard byte != 0 || shift == 0 else { throw .malformedPayload }
                return number
            }
        }
        throw .malformedPayload
    }

    private mutating func take(_ count: UInt64) throws(SealError) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.count - position) else { throw .malformedPayload }
        defer { position += Int(count) }
        return bytes[position..<position + Int(count)]
    }

    mutating func string() throws(SealError) -> String {
        let text = try take(number())
        return try value(String(validating: text, as: UTF8.self))
    }

    mutating func strings() throws(SealError) -> [String] {
        var texts: [String] = []
        for _ in 0..<(try number()) { texts.append(try string()) }
        return texts
    }

    mutating func tags() throws(SealError) -> [String: String] {
        var tags: [String: String] = [:]
        var last: String?
        for _ in 0..<(try number()) {
            let key = try string()
            if let last, last >= key { throw .malformedPayload }
            last = key
            tags[key] = try string()
        }
        return tags
    }

    mutating func date() throws(SealError) -> Date {
        Date(timeIntervalSince1970: Double(Int64(bitPattern: try number())))
    }

    mutating func regionalID<ID: RegionalID>() throws(SealError) -> ID {
        ID(region: try string(), uuid: try uuid())
    }

    mutating func uuid() throws(SealError) -> UUID {
        let b = Array(try take(16))
        return UUID(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            ))
    }

    mutating func optional<Value>(
        _ body: (inout Self) throws(SealError) -> Value
    ) throws(SealError) -> Value? {
        try bool() ? try body(&self) : nil
    }
}

import Foundation

/// One row. Columns are read by their place in the `SELECT` list.
///
/// - Throws: `PostgresError.undecodable` for NULL where a value was asked for, for a column of another type, for a
///   place that the row does not have, and for bytes that are not what their type promises.
package struct PostgresRow: Sendable {
    let table: PostgresRows.Table
    let row: Int

    package func isNull(_ column: Int) throws(PostgresError) -> Bool {
        try read(column) == nil
    }

    package func bool(_ column: Int) throws(PostgresError) -> Bool {
        try require(boolIfPresent(column), column)
    }

    package func int32(_ column: Int) throws(PostgresError) -> Int32 {
        try require(int32IfPresent(column), column)
    }

    /// Also reads `integer` and `smallint`.
    package func int64(_ column: Int) throws(PostgresError) -> Int64 {
        try require(int64IfPresent(column), column)
    }

    /// Reads text of every kind, JSON and enums.
    package func text(_ column: Int) throws(PostgresError) -> String {
        try require(textIfPresent(column), column)
    }

    package func bytes(_ column: Int) throws(PostgresError) -> [UInt8] {
        try require(bytesIfPresent(column), column)
    }

    package func uuid(_ column: Int) throws(PostgresError) -> UUID {
        try require(uuidIfPresent(column), column)
    }

    package func date(_ column: Int) throws(PostgresError) -> Date {
        try require(dateIfPresent(column), column)
    }

    package func textArray(_ column: Int) throws(PostgresError) -> [String] {
        try require(textArrayIfPresent(column), column)
    }

    package func uuidArray(_ column: Int) throws(PostgresError) -> [UUID] {
        try require(uuidArrayIfPresent(column), column)
    }

    private func require<Value>(_ value: Value?, _ column: Int) throws(PostgresError) -> Value {
        guard let value else { throw .undecodable(column: column, expected: "a value, found NULL") }
        return value
    }

    /// The type and the bytes of a value; nil for NULL.
    private func read(_ column: Int) throws(PostgresError) -> (type: PostgresType, bytes: ArraySlice<UInt8>)? {
        guard table.types.indices.contains(column) else { throw .undecodable(column: column, expected: "a column") }
        return table.value(row: row, column: column).map { (table.types[column], $0) }
    }
}

extension PostgresRow {
    package func boolIfPresent(_ column: Int) throws(PostgresError) -> Bool? {
        try decode(column, "boolean") { type, bytes in type == .bool && bytes.count == 1 ? bytes.first == 1 : nil }
    }

    package func int32IfPresent(_ column: Int) throws(PostgresError) -> Int32? {
        try decode(column, "integer") { type, bytes in Self.integer(type, bytes).flatMap(Int32.init(exactly:)) }
    }

    package func int64IfPresent(_ column: Int) throws(PostgresError) -> Int64? {
        try decode(column, "bigint") { type, bytes in Self.integer(type, bytes) }
    }

    package func textIfPresent(_ column: Int) throws(PostgresError) -> String? {
        try decode(column, "text") { type, bytes in
            switch type {
            case .text, .varchar, .bpchar, .name, .json: String(validating: bytes, as: UTF8.self)
            case .jsonb: bytes.first == 1 ? String(validating: bytes.dropFirst(), as: UTF8.self) : nil
            default: type.isUserDefined ? String(validating: bytes, as: UTF8.self) : nil
            }
        }
    }

    package func bytesIfPresent(_ column: Int) throws(PostgresError) -> [UInt8]? {
        try decode(column, "bytea") { type, bytes in type == .bytea ? Array(bytes) : nil }
    }

    package func uuidIfPresent(_ column: Int) throws(PostgresError) -> UUID? {
        try decode(column, "uuid") { type, bytes in type == .uuid ? UUID(bigEndian: bytes) : nil }
    }

    package func dateIfPresent(_ column: Int) throws(PostgresError) -> Date? {
        try decode(column, "timestamptz") { type, bytes in
            guard type == .timestamptz || type == .timestamp, bytes.count == 8 else { return nil }
            return PostgresTimestamp.date(Int64(truncatingIfNeeded: bytes.bigEndianInteger))
        }
    }

    package func textArrayIfPresent(_ column: Int) throws(PostgresError) -> [String]? {
        try decode(column, "text[]") { type, bytes in
            type == .textArray ? Self.elements(of: bytes) { String(validating: $0, as: UTF8.self) } : nil
        }
    }

    package func uuidArrayIfPresent(_ column: Int) throws(PostgresError) -> [UUID]? {
        try decode(column, "uuid[]") { type, bytes in
            type == .uuidArray ? Self.elements(of: bytes) { UUID(bigEndian: $0) } : nil
        }
    }

    private func decode<Value>(
        _ column: Int, _ expected: String, _ body: (PostgresType, ArraySlice<UInt8>) -> Value?
    ) throws(PostgresError) -> Value? {
        guard let (type, bytes) = try read(column) else { return nil }
        guard let value = body(type, bytes) else { throw .undecodable(column: column, expected: expected) }
        return value
    }

    private static func integer(_ type: PostgresType, _ bytes: ArraySlice<UInt8>) -> Int64? {
        switch (type, bytes.count) {
        case (.int8, 8): Int64(bitPattern: bytes.bigEndianInteger)
        case (.int4, 4): Int64(Int32(truncatingIfNeeded: bytes.bigEndianInteger))
        case (.int2, 2): Int64(Int16(truncatingIfNeeded: bytes.bigEndianInteger))
        default: nil
        }
    }

    /// The elements of a one-dimensional array without NULLs; nil for any other array.
    ///
    /// - Source: PostgreSQL, `array_send`: dimensions, flags, element type, [length, lower bound], elements.
    private static func elements<Element>(
        of bytes: ArraySlice<UInt8>, _ element: (ArraySlice<UInt8>) -> Element?
    ) -> [Element]? {
        var rest = bytes
        guard let dimensions = rest.takeInteger(), rest.takeInteger() == 0, rest.takeInteger() != nil else {
            return nil
        }
        guard dimensions > 0 else { return [] }
        guard dimensions == 1, let count = rest.takeInteger(), rest.takeInteger() != nil else { return nil }
        var elements: [Element] = []
        for _ in 0..<count {
            guard let length = rest.takeInteger(), length <= rest.count, let value = element(rest.prefix(length)) else {
                return nil
            }
            elements.append(value)
            rest = rest.dropFirst(length)
        }
        return elements
    }
}

extension ArraySlice<UInt8> {
    fileprivate var bigEndianInteger: UInt64 {
        reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A length or a count; nil when there are fewer than four bytes or the number is negative.
    fileprivate mutating func takeInteger() -> Int? {
        guard count >= 4 else { return nil }
        defer { self = dropFirst(4) }
        let value = Int(Int32(truncatingIfNeeded: prefix(4).bigEndianInteger))
        return value >= 0 ? value : nil
    }
}

extension UUID {
    fileprivate init?(bigEndian bytes: ArraySlice<UInt8>) {
        guard bytes.count == 16 else { return nil }
        let s = bytes.startIndex
        self.init(
            uuid: (
                bytes[s], bytes[s + 1], bytes[s + 2], bytes[s + 3], bytes[s + 4], bytes[s + 5], bytes[s + 6],
                bytes[s + 7], bytes[s + 8], bytes[s + 9], bytes[s + 10], bytes[s + 11], bytes[s + 12], bytes[s + 13],
                bytes[s + 14], bytes[s + 15]
            ))
    }
}

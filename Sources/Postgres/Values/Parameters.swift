import Foundation

/// The parameters of one call in PostgreSQL's binary format. Made by the caller, so that the I/O thread only points
/// at them.
///
/// - Source: PostgreSQL documentation, "Message Formats" (Bind), and the `*_recv` functions of each type.
struct Parameters: Sendable {
    /// The values one after the other, and one byte more: an empty value too has an address in here.
    private(set) var bytes: [UInt8] = []
    /// The length of each value in bytes; -1 is NULL.
    private(set) var lengths: [Int32] = []

    init(_ values: [PostgresValue]) {
        precondition(values.count <= 65535, "the protocol counts parameters in 16 bits")
        lengths.reserveCapacity(values.count)
        bytes.reserveCapacity(values.count * 16 + 1)
        for value in values {
            let start = bytes.count
            bytes.append(value: value)
            lengths.append(value == .null ? -1 : Int32(bytes.count - start))
        }
        bytes.append(0)
    }
}

extension [UInt8] {
    fileprivate mutating func append(value: PostgresValue) {
        switch value {
        case .null: break
        case .bool(let value): append(value ? 1 : 0)
        case .int32(let value): append(bigEndian: value)
        case .int64(let value): append(bigEndian: value)
        case .text(let value): append(contentsOf: value.utf8)
        case .bytes(let value): append(contentsOf: value)
        case .uuid(let value): append(uuid: value)
        case .timestamp(let value): append(bigEndian: PostgresTimestamp.microseconds(of: value))
        case .textArray(let values): append(arrayOf: values, type: .text) { $0.append(contentsOf: $1.utf8) }
        case .uuidArray(let values): append(arrayOf: values, type: .uuid) { $0.append(uuid: $1) }
        case .int64Array(let values): append(arrayOf: values, type: .int8) { $0.append(bigEndian: $1) }
        case .bytesArray(let values): append(arrayOf: values, type: .bytea) { $0.append(contentsOf: $1) }
        case .json(let value):
            append(1)  // the version of jsonb's binary format
            append(contentsOf: value.utf8)
        }
    }

    private mutating func append(bigEndian value: some FixedWidthInteger) {
        var shift = type(of: value).bitWidth
        while shift > 0 {
            shift -= 8
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private mutating func append(uuid: UUID) {
        let id = uuid.uuid
        append(contentsOf: [
            id.0, id.1, id.2, id.3, id.4, id.5, id.6, id.7, id.8, id.9, id.10, id.11, id.12, id.13, id.14, id.15,
        ])
    }

    /// Dimensions, "has NULLs", element type; then, unless empty, length and lower bound; then each element.
    private mutating func append<Item>(
        arrayOf values: [Item], type: PostgresType, _ item: (inout [UInt8], Item) -> Void
    ) {
        append(bigEndian: values.isEmpty ? 0 : 1 as Int32)
        append(bigEndian: 0 as Int32)
        append(bigEndian: type.rawValue)
        guard !values.isEmpty else { return }
        append(bigEndian: Int32(values.count))
        append(bigEndian: 1 as Int32)
        for value in values {
            var encoded: [UInt8] = []
            item(&encoded, value)
            append(bigEndian: Int32(encoded.count))
            append(contentsOf: encoded)
        }
    }
}

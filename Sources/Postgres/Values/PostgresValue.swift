import Foundation

/// A parameter of a statement. Everything travels in PostgreSQL's binary format, so the value must have the very type
/// that the server inferred: `.int64` for `bigint`, `.int32` for `integer`, `.json` for `jsonb`.
package enum PostgresValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int32(Int32)
    case int64(Int64)
    case text(String)
    case bytes([UInt8])
    case uuid(UUID)
    /// `timestamptz`, kept to the microsecond.
    case timestamp(Date)
    case textArray([String])
    case uuidArray([UUID])
    /// `bigint[]`.
    case int64Array([Int64])
    /// `bytea[]`.
    case bytesArray([[UInt8]])
    /// `jsonb`.
    case json(String)
}

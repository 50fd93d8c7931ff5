import Foundation

/// The object ids of the types that this room can read.
///
/// - Source: PostgreSQL, `src/include/catalog/pg_type.dat`; these numbers never change.
struct PostgresType: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt32

    static let bool = PostgresType(rawValue: 16)
    static let bytea = PostgresType(rawValue: 17)
    static let name = PostgresType(rawValue: 19)
    static let int8 = PostgresType(rawValue: 20)
    static let int2 = PostgresType(rawValue: 21)
    static let int4 = PostgresType(rawValue: 23)
    static let text = PostgresType(rawValue: 25)
    static let json = PostgresType(rawValue: 114)
    static let textArray = PostgresType(rawValue: 1009)
    static let bpchar = PostgresType(rawValue: 1042)
    static let varchar = PostgresType(rawValue: 1043)
    static let timestamp = PostgresType(rawValue: 1114)
    static let timestamptz = PostgresType(rawValue: 1184)
    static let uuid = PostgresType(rawValue: 2950)
    static let uuidArray = PostgresType(rawValue: 2951)
    static let jsonb = PostgresType(rawValue: 3802)

    /// Types of the database's own (enums among them) start here; their binary form is their label.
    var isUserDefined: Bool { rawValue >= 16384 }
}

/// Microseconds since midnight of 1 January 2000 UTC, which is how PostgreSQL counts.
enum PostgresTimestamp {
    /// From PostgreSQL's epoch to Foundation's (2001): the 366 days of 2000, in seconds.
    private static let epochOffset: TimeInterval = 31_622_400

    /// Dates beyond the range become PostgreSQL's `infinity` or `-infinity`.
    static func microseconds(of date: Date) -> Int64 {
        let exact = ((date.timeIntervalSinceReferenceDate + epochOffset) * 1_000_000).rounded()
        return Int64(exactly: exact) ?? (exact > 0 ? .max : .min)
    }

    /// Nil for `infinity` and `-infinity`.
    static func date(_ microseconds: Int64) -> Date? {
        guard microseconds != .max, microseconds != .min else { return nil }
        return Date(timeIntervalSinceReferenceDate: Double(microseconds) / 1_000_000 - epochOffset)
    }
}

/// The answer to one statement, copied out of libpq: a plain value that outlives the connection.
package struct PostgresRows: Sendable, RandomAccessCollection {
    /// How many rows the statement returned, inserted, updated or deleted.
    package let affected: Int
    /// True when the answer to `COMMIT` was that the transaction had failed and has been rolled back.
    let isRollback: Bool
    let table: Table

    package var startIndex: Int { 0 }
    package var endIndex: Int { table.rowCount }

    package subscript(position: Int) -> PostgresRow {
        precondition(indices.contains(position), "no such row")
        return PostgresRow(table: table, row: position)
    }

    /// Every value of every row in one buffer. A class, so that a row is two words and one reference.
    final class Table: Sendable {
        let types: [PostgresType]
        let rowCount: Int
        let bytes: [UInt8]
        /// Where each value ends in `bytes`, row by row.
        let ends: [Int]
        /// Where the NULLs are, as indices into `ends`; empty for most answers.
        let nulls: Set<Int>

        init(types: [PostgresType], rowCount: Int, bytes: [UInt8], ends: [Int], nulls: Set<Int>) {
            self.types = types
            self.rowCount = rowCount
            self.bytes = bytes
            self.ends = ends
            self.nulls = nulls
        }

        /// The bytes of one value; nil for NULL.
        func value(row: Int, column: Int) -> ArraySlice<UInt8>? {
            let index = row * types.count + column
            guard !nulls.contains(index) else { return nil }
            return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
        }

        static let empty = Table(types: [], rowCount: 0, bytes: [], ends: [], nulls: [])
    }
}

/// One step of the schema, forward only. A released one is never edited.
package struct Migration: Sendable, Hashable {
    package let number: Int
    package let name: String
    /// One or more statements, executed in one transaction.
    package let sql: String

    package init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }
}

/// Which migrations a database has, and which it lacks.
package struct MigrationStatus: Sendable, Equatable {
    package var applied: [Migration]
    package var pending: [Migration]
}

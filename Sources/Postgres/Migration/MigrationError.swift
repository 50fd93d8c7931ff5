/// Why the schema was not brought up to date. Described for the operator.
package enum MigrationError: Error, Equatable {
    /// The database has seen a newer version of Sluice.
    case databaseIsNewer(database: Int, binary: Int)
    /// A migration that the database has already differs from the binary's.
    case edited(number: Int, name: String)
    /// A migration that comes before others that are applied was never applied itself, or is unknown to the binary.
    case missing(number: Int)
    /// Numbers must be positive, ascending and unique.
    case unordered(number: Int)
    /// Somebody else has been migrating this database for as long as we were willing to wait.
    case locked(waited: Duration)
    /// The database refused a migration; nothing of it was kept.
    case refused(number: Int, name: String, PostgresError)
    case database(PostgresError)
}

extension MigrationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .databaseIsNewer(let database, let binary):
            "database is at migration \(database), this binary knows up to \(binary): run a newer sluice"
        case .edited(let number, let name):
            "migration \(number) (\(name)) differs from the one that was applied to this database: restore its text"
        case .missing(let number):
            "migration \(number) is missing between migrations that this database has"
        case .unordered(let number):
            "migration \(number) is out of order: numbers must be positive, ascending and unique"
        case .locked(let waited):
            "another process has been migrating this database for \(waited.components.seconds) seconds"
        case .refused(let number, let name, let error):
            "migration \(number) (\(name)) failed and was rolled back: \(error)"
        case .database(let error):
            "the database cannot be migrated: \(error)"
        }
    }
}

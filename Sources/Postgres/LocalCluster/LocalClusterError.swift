/// Why the built-in PostgreSQL does not run. Described for the operator.
package enum LocalClusterError: Error, Equatable {
    case binariesMissing(searched: [String])
    /// The data directory was made by another major version than those installed.
    case versionMissing(dataDirectory: String, needed: String, installed: [String])
    /// PostgreSQL refuses to run as root, and there is nobody else to run it as.
    case userMissing(String)
    case inUse(directory: String, holder: String)
    case unusable(path: String, reason: String)
    case initializationFailed(output: String)
    case didNotStart(log: String)
}

extension LocalClusterError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .binariesMissing(let searched):
            "no PostgreSQL server found in \(searched.joined(separator: ", ")): install the package `postgresql`"
                + " or set DATABASE_URL"
        case .versionMissing(let directory, let needed, let installed):
            "\(directory) was made by PostgreSQL \(needed), installed is \(installed.joined(separator: ", ")):"
                + " install the package `postgresql-\(needed)`"
        case .userMissing(let name):
            "PostgreSQL does not run as root, and there is no user `\(name)` to run it as"
        case .inUse(let directory, let holder):
            "\(directory) is in use by another process (pid \(holder))"
        case .unusable(let path, let reason):
            "\(path) cannot be used: \(reason)"
        case .initializationFailed(let output):
            "the database cluster could not be made: \(output)"
        case .didNotStart(let log):
            "the built-in PostgreSQL did not start: \(log)"
        }
    }
}

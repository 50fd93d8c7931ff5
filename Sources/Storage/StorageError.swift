import Postgres

/// Why the store could not do what was asked for. Never carries what a row or a parameter holds.
package enum StorageError: Error, Equatable {
    /// The database did not answer, or not in time.
    case unavailable(PostgresError)
    /// The same rows kept changing under us.
    case contended
    /// A row holds what this version does not understand.
    case malformedRow(String)
    /// The schema refused what was written; names the rule.
    case refused(rule: String)
    /// Sealed with another master key than ours, or damaged.
    case sealBroken(String)
}

extension StorageError {
    init(_ error: PostgresError) {
        switch error {
        case .uniqueViolation(let rule), .foreignKeyViolation(let rule), .checkViolation(let rule):
            self = .refused(rule: rule)
        case .undecodable: self = .malformedRow("\(error)")
        default: self = .unavailable(error)
        }
    }
}

import Storage

/// Why a user, role, policy or provider was not made, changed or deleted.
package enum AccessManagementError: Error, Equatable {
    case invalidName(String)
    case entityExists(kind: String, name: String)
    case noSuchEntity(kind: String, name: String)
    case limitExceeded(Quota, limit: Int)
    /// The database is not there, or did not answer in time; the text is for the log.
    case unavailable(String)
    /// Something that must not happen; the text is for the log.
    case `internal`(String)

    /// - Source: IAM User Guide, "IAM and AWS STS quotas".
    package enum Quota: String, Sendable {
        case accessKeys = "AccessKeysPerUser"
    }
}

extension AccessManagementError {
    init(_ error: StorageError) {
        switch error {
        case .unavailable, .contended: self = .unavailable("\(error)")
        case .malformedRow, .refused, .sealBroken: self = .internal("\(error)")
        }
    }
}

func stored<Value>(
    _ work: () async throws(StorageError) -> Value
) async throws(AccessManagementError) -> Value {
    do throws(StorageError) {
        return try await work()
    } catch {
        throw AccessManagementError(error)
    }
}

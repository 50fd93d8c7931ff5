import RoleRules
import Storage

/// Why something was not done with a pool's role mappings.
package enum RoleMappingRefusal: Error {
    case versionNotFound(Int64)
    /// Everything that is wrong, with its place.
    case mistakes([MappingMistake])
    /// The version's own test cases, which must hold before it comes into force.
    case testsFail([RoleTestFailure])
    /// Another version is in force than the change rests on.
    case overtaken(by: Int64)
    /// Only drafts can be deleted; this version was in force once.
    case notADraft(Int64)
    case inTheShadow(Int64)
    /// What is in force has no shadow of itself.
    case isActive(Int64)
    /// There is nothing to go back to.
    case noFormerVersion
    case tooManyDrafts(limit: Int)
    case commentTooLong(limit: Int)
    /// A number of decisions that cannot be asked for.
    case countOutOfRange(ClosedRange<Int>)
    /// No decision is kept under that request id, or it was none about a role.
    case decisionNotFound(String)
    case federation(FederationError)
}

/// In the words of this error.
func refused<Value>(
    _ work: () async throws(FederationError) -> Value
) async throws(RoleMappingRefusal) -> Value {
    do throws(FederationError) {
        return try await work()
    } catch {
        throw .federation(error)
    }
}

func refusedStorage<Value>(
    _ work: () async throws(StorageError) -> Value
) async throws(RoleMappingRefusal) -> Value {
    do throws(StorageError) {
        return try await work()
    } catch {
        throw .federation(FederationError(error))
    }
}

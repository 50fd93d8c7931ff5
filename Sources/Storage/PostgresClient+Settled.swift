import Postgres

extension PostgresClient {
    /// One transaction, its failures in the words of this room. It is tried again when it lost a race and left no trace;
    /// never when nobody knows whether it was committed.
    func settled<Result: Sendable>(
        _ isolation: Isolation = .readCommitted, timeout: Duration? = nil,
        _ body: @Sendable (PostgresTransaction) async throws -> Result
    ) async throws(StorageError) -> Result {
        for _ in 0..<8 {
            do {
                return try await transaction(isolation, timeout: timeout) { try await body($0) }
            } catch let error as PostgresError {
                switch error {
                case .serializationFailure, .deadlockDetected: continue
                default: throw StorageError(error)
                }
            } catch let error as StorageError {
                throw error
            } catch {
                throw .malformedRow("\(error)")
            }
        }
        throw .contended
    }
}

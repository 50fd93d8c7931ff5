import IdentityModel
import STS

/// What guests of a pool may do at most in the enhanced flow.
extension PoolAdministration {
    /// - Parameter document: a session policy that was read as one; nil for the built-in list of services.
    package func setGuestSessionPolicy(
        of pool: String, to document: String?, by caller: RecognisedCaller, onlyOn isExpected: (Int64) -> Bool
    ) async throws(FederationError) {
        _ = try await change(pool, by: caller, onlyOn: isExpected) { pool throws(FederationError) in
            pool.guestSessionPolicy = document
        }
    }
}

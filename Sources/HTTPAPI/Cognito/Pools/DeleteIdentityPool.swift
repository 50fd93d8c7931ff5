import Federation
import STS

/// Deletes a pool with everything in it. Nobody can sign in from then on; its identities are swept up behind.
///
/// - Source: Amazon Cognito Identity API Reference, `DeleteIdentityPool`.
struct DeleteIdentityPool: SignedOperation {
    static let action = "DeleteIdentityPool"
    let pools: PoolAdministration

    func run(_ pool: String, by caller: RecognisedCaller) async throws(FederationError) -> NoOutput {
        try await pools.delete(pool, by: caller)
        return NoOutput()
    }

    typealias Input = PoolInput
}

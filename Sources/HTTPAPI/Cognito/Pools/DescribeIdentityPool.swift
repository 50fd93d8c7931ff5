import Federation
import STS

/// - Source: Amazon Cognito Identity API Reference, `DescribeIdentityPool`.
struct DescribeIdentityPool: SignedOperation {
    static let action = "DescribeIdentityPool"
    let pools: PoolAdministration

    func run(_ pool: String, by caller: RecognisedCaller) async throws(FederationError) -> PoolOutput {
        PoolOutput(pool: try await pools.describe(pool, by: caller))
    }

    typealias Input = PoolInput
}

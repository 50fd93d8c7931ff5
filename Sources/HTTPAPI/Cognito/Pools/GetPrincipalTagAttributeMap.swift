import Federation
import STS

/// - Source: Amazon Cognito Identity API Reference, `GetPrincipalTagAttributeMap`.
struct GetPrincipalTagAttributeMap: SignedOperation {
    static let action = "GetPrincipalTagAttributeMap"
    let pools: PoolAdministration

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> PrincipalTagOutput
    {
        PrincipalTagOutput(
            pool: request.pool, provider: request.provider,
            map: try await pools.principalTags(of: request.pool, provider: request.provider, by: caller))
    }

    struct Input: SignedInput {
        let identityPoolID: String?
        let provider: String?

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            provider = try members.text("IdentityProviderName")
        }

        var resource: PermissionResource { .pool(identityPoolID) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            let provider = violations.required(provider, .providerName, at: "identityProviderName")
            try violations.refuse()
            return Request(pool: pool, provider: provider)
        }

        func note(in record: inout AccessRecord) { record.poolID = identityPoolID }

        struct Request {
            let pool: String
            let provider: String
        }
    }
}

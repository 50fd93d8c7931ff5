import Federation
import IdentityModel
import STS

/// Says which claims of a provider's logins become tags of the session. Without `UseDefaults` they are the ones given.
///
/// - Source: Amazon Cognito Identity API Reference, `SetPrincipalTagAttributeMap`.
struct SetPrincipalTagAttributeMap: SignedOperation {
    static let action = "SetPrincipalTagAttributeMap"
    let pools: PoolAdministration

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> PrincipalTagOutput
    {
        try await pools.setPrincipalTags(
            of: request.pool, provider: request.provider, to: request.map, by: caller)
        return PrincipalTagOutput(pool: request.pool, provider: request.provider, map: request.map)
    }

    struct Input: SignedInput {
        let identityPoolID: String?
        let provider: String?
        let usesDefaults: Bool?
        let tags: MapMember<String>?

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            provider = try members.text("IdentityProviderName")
            usesDefaults = try members.flag("UseDefaults")
            tags = try members.map("PrincipalTags")
        }

        var resource: PermissionResource { .pool(identityPoolID) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            let provider = violations.required(provider, .providerName, at: "identityProviderName")
            let claims = violations.map(
                tags, keys: .principalTagKey, values: .principalTagValue, at: "principalTags", limit: 50)
            try violations.refuse()
            return Request(
                pool: pool, provider: provider,
                map: PrincipalTagMap(usesDefaults: usesDefaults ?? false, claims: claims))
        }

        func note(in record: inout AccessRecord) { record.poolID = identityPoolID }

        struct Request {
            let pool: String
            let provider: String
            let map: PrincipalTagMap
        }
    }
}

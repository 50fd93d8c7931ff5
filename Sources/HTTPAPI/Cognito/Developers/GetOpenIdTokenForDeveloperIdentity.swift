import Audit
import Federation
import IdentityModel
import STS

/// Gives a back end a token for one of its users, which the user's app exchanges for credentials.
///
/// - Source: Amazon Cognito Identity API Reference, `GetOpenIdTokenForDeveloperIdentity`.
struct GetOpenIdTokenForDeveloperIdentity: SignedOperation {
    static let action = "GetOpenIdTokenForDeveloperIdentity"
    let developers: DeveloperIdentities

    func run(
        _ request: DeveloperIdentities.TokenRequest, by caller: RecognisedCaller
    ) async throws(FederationError) -> GetOpenIdToken.Output {
        try await run(request, by: caller, in: .unknown)
    }

    func run(
        _ request: DeveloperIdentities.TokenRequest, by caller: RecognisedCaller, in context: ExchangeContext
    ) async throws(FederationError) -> GetOpenIdToken.Output {
        let issued = try await developers.token(request, by: caller, in: context)
        return GetOpenIdToken.Output(identityID: "\(issued.identity)", token: issued.token)
    }

    struct Input: SignedInput {
        let identityPoolID: String?
        let identityID: String?
        let logins: LoginsMember?
        let tags: MapMember<String>?
        let duration: Int64?

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            identityID = try members.text("IdentityId")
            logins = try members.logins("Logins")
            tags = try members.map("PrincipalTags")
            duration = try members.integer("TokenDuration")
        }

        var resource: PermissionResource { .pool(identityPoolID) }

        func checked() throws(Violations) -> DeveloperIdentities.TokenRequest {
            var violations = Violations()
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            violations.optional(identityID, .identityID, at: "identityId")
            let logins = violations.requiredLogins(logins, at: "logins")
            let tags = violations.map(
                tags, keys: .principalTagKey, values: .principalTagValue, at: "principalTags", limit: 50)
            violations.optional(duration, in: 1...86_400, at: "tokenDuration")
            try violations.refuse()
            return DeveloperIdentities.TokenRequest(
                pool: pool, identity: identityID, logins: logins, tags: tags, duration: duration)
        }

        func note(in record: inout AccessRecord) {
            record.poolID = identityPoolID
            record.identityID = identityID
            record.providers = logins?.providers ?? []
        }
    }
}

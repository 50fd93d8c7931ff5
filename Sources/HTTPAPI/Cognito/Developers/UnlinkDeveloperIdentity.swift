import Audit
import Federation
import STS

/// Parts an identity from one of a back end's users.
///
/// - Source: Amazon Cognito Identity API Reference, `UnlinkDeveloperIdentity`.
struct UnlinkDeveloperIdentity: SignedOperation {
    static let action = "UnlinkDeveloperIdentity"
    let developers: DeveloperIdentities

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> NoOutput {
        try await run(request, by: caller, in: .unknown)
    }

    func run(
        _ request: Input.Request, by caller: RecognisedCaller, in context: ExchangeContext
    ) async throws(FederationError) -> NoOutput {
        try await developers.unlink(
            request.user, provider: request.provider, from: request.identity, in: request.pool, by: caller,
            in: context)
        return NoOutput()
    }

    struct Input: SignedInput {
        let identityPoolID: String?
        let identityID: String?
        let provider: String?
        let user: String?

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            identityID = try members.text("IdentityId")
            provider = try members.text("DeveloperProviderName")
            user = try members.text("DeveloperUserIdentifier")
        }

        var resource: PermissionResource { .pool(identityPoolID) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let identity = violations.required(identityID, .identityID, at: "identityId")
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            let provider = violations.required(provider, .developerProviderName, at: "developerProviderName")
            let user = violations.required(user, .developerUser, at: "developerUserIdentifier")
            try violations.refuse()
            return Request(pool: pool, identity: identity, provider: provider, user: user)
        }

        func note(in record: inout AccessRecord) {
            record.poolID = identityPoolID
            record.identityID = identityID
        }

        struct Request {
            let pool: String
            let identity: String
            let provider: String
            let user: String
        }
    }
}

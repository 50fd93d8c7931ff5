import Audit
import Federation
import IdentityModel
import StrictJSON

/// Gives an identity an OpenID token of ours, which any STS that trusts us takes (classic flow). Needs no signature.
///
/// - Source: Amazon Cognito Identity API Reference, `GetOpenIdToken`.
struct GetOpenIdToken: Operation {
    static let action = "GetOpenIdToken"
    let openIDToken:
        @Sendable (_ identity: String, _ logins: [Login], _ context: ExchangeContext) async throws(FederationError) ->
            IssuedToken

    func run(_ request: Input.Request, in context: ExchangeContext) async throws(FederationError) -> Output {
        let issued = try await openIDToken(request.identity, request.logins, context)
        return Output(identityID: issued.identity.description, token: issued.token)
    }
}

extension GetOpenIdToken {
    struct Input: OperationInput {
        let identityID: String?
        let logins: LoginsMember?

        init(_ members: RequestMembers) throws(WireError) {
            identityID = try members.text("IdentityId")
            logins = try members.logins("Logins")
        }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let identity = violations.required(identityID, .identityID, at: "identityId")
            let logins = violations.logins(logins, at: "logins")
            try violations.refuse()
            return Request(identity: identity, logins: logins)
        }

        func note(in record: inout AccessRecord) {
            record.identityID = identityID
            record.providers = logins?.providers ?? []
        }

        struct Request {
            let identity: String
            let logins: [Login]
        }
    }

    struct Output: OperationOutput {
        let identityID: String
        let token: Secret<String>

        func write(to json: inout JSONWriter) {
            json.beginObject()
            json.member("IdentityId", identityID)
            json.member("Token", token.reveal())
            json.endObject()
        }

        func note(in record: inout AccessRecord) { record.identityID = identityID }
    }
}

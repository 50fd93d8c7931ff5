import Audit
import Federation
import IdentityModel
import StrictJSON

/// Names the identity of the person behind the logins; without logins, a new guest. Needs no signature.
///
/// - Source: Amazon Cognito Identity API Reference, `GetId`.
struct GetId: Operation {
    static let action = "GetId"
    let identityID:
        @Sendable (_ pool: String, _ logins: [Login], _ context: ExchangeContext) async throws(FederationError) ->
            IdentityID

    func run(_ request: Input.Request, in context: ExchangeContext) async throws(FederationError) -> Output {
        Output(identityID: try await identityID(request.pool, request.logins, context).description)
    }
}

extension GetId {
    struct Input: OperationInput {
        let identityPoolID: String?
        /// Of no use any more, but still checked.
        let accountID: String?
        let logins: LoginsMember?

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            accountID = try members.text("AccountId")
            logins = try members.logins("Logins")
        }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            violations.optional(accountID, .accountID, at: "accountId")
            let logins = violations.logins(logins, at: "logins")
            try violations.refuse()
            return Request(pool: pool, logins: logins)
        }

        func note(in record: inout AccessRecord) {
            record.poolID = identityPoolID
            record.providers = logins?.providers ?? []
        }

        struct Request {
            let pool: String
            let logins: [Login]
        }
    }

    struct Output: OperationOutput {
        let identityID: String

        func write(to json: inout JSONWriter) {
            json.beginObject()
            json.member("IdentityId", identityID)
            json.endObject()
        }

        func note(in record: inout AccessRecord) { record.identityID = identityID }
    }
}

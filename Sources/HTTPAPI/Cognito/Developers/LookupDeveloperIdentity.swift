import Federation
import STS
import StrictJSON

/// Finds an identity by a back end's user, or the users of an identity.
///
/// - Source: Amazon Cognito Identity API Reference, `LookupDeveloperIdentity`.
struct LookupDeveloperIdentity: SignedOperation {
    static let action = "LookupDeveloperIdentity"
    let developers: DeveloperIdentities

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> Output {
        Output(
            users: try await developers.lookUp(
                request.pool, identity: request.identity, user: request.user, limit: request.limit,
                from: request.token, by: caller))
    }

    struct Input: SignedInput {
        let identityPoolID: String?
        let identityID: String?
        let user: String?
        let maxResults: Int64?
        let nextToken: String?

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            identityID = try members.text("IdentityId")
            user = try members.text("DeveloperUserIdentifier")
            maxResults = try members.integer("MaxResults")
            nextToken = try members.text("NextToken")
        }

        var resource: PermissionResource { .pool(identityPoolID) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            violations.optional(identityID, .identityID, at: "identityId")
            violations.optional(user, .developerUser, at: "developerUserIdentifier")
            violations.optional(maxResults, in: PageSize.range, at: "maxResults")
            violations.optional(nextToken, .pageToken, at: "nextToken")
            try violations.refuse()
            return Request(
                pool: pool, identity: identityID, user: user,
                limit: maxResults.map { Int($0) } ?? PageSize.range.upperBound, token: nextToken)
        }

        func note(in record: inout AccessRecord) {
            record.poolID = identityPoolID
            record.identityID = identityID
        }

        struct Request {
            let pool: String
            let identity: String?
            let user: String?
            let limit: Int
            let token: String?
        }
    }

    struct Output: OperationOutput {
        let users: DeveloperIdentities.Users

        func write(to json: inout JSONWriter) {
            json.beginObject()
            json.member("DeveloperUserIdentifierList", users.page.rows)
            json.member("IdentityId", "\(users.identity)")
            if let token = users.page.next { json.member("NextToken", token) }
            json.endObject()
        }

        func note(in record: inout AccessRecord) { record.identityID = "\(users.identity)" }
    }
}

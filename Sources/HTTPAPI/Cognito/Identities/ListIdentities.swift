import Federation
import IdentityModel
import STS
import Storage
import StrictJSON

/// - Source: Amazon Cognito Identity API Reference, `ListIdentities`.
struct ListIdentities: SignedOperation {
    static let action = "ListIdentities"
    let identities: IdentityAdministration

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> Output {
        Output(
            pool: request.pool,
            page: try await identities.list(
                request.pool, limit: request.limit, from: request.token, hidingDisabled: request.hidesDisabled,
                by: caller))
    }

    struct Input: SignedInput {
        let identityPoolID: String?
        let maxResults: Int64?
        let nextToken: String?
        let hideDisabled: Bool?

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            maxResults = try members.integer("MaxResults")
            nextToken = try members.text("NextToken")
            hideDisabled = try members.flag("HideDisabled")
        }

        var resource: PermissionResource { .pool(identityPoolID) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            let limit = violations.required(maxResults, in: PageSize.range, at: "maxResults")
            violations.optional(nextToken, .pageToken, at: "nextToken")
            try violations.refuse()
            return Request(pool: pool, limit: limit, token: nextToken, hidesDisabled: hideDisabled ?? false)
        }

        func note(in record: inout AccessRecord) { record.poolID = identityPoolID }

        struct Request {
            let pool: String
            let limit: Int
            let token: String?
            let hidesDisabled: Bool
        }
    }

    struct Output: OperationOutput {
        let pool: String
        let page: Page<IdentityDescription>

        func write(to json: inout JSONWriter) {
            // Identities are in the region of their pool.
            let region = IdentityPoolID(pool)?.region ?? ""
            json.beginObject()
            json.name("Identities")
            json.beginArray()
            for row in page.rows {
                IdentityOutput(id: "\(IdentityID(region: region, uuid: row.id))", description: row).write(to: &json)
            }
            json.endArray()
            json.member("IdentityPoolId", pool)
            if let token = page.next { json.member("NextToken", token) }
            json.endObject()
        }
    }
}

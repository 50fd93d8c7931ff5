import Federation
import IdentityModel
import STS
import StrictJSON

/// The pools of the account in the region that the request was signed for.
///
/// - Source: Amazon Cognito Identity API Reference, `ListIdentityPools`.
struct ListIdentityPools: SignedOperation {
    static let action = "ListIdentityPools"
    let pools: PoolAdministration

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> Output {
        Output(page: try await pools.list(limit: request.limit, from: request.token, by: caller))
    }

    struct Input: SignedInput {
        let maxResults: Int64?
        let nextToken: String?

        init(_ members: RequestMembers) throws(WireError) {
            maxResults = try members.integer("MaxResults")
            nextToken = try members.text("NextToken")
        }

        var resource: PermissionResource { .anyPool }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let limit = violations.required(maxResults, in: PageSize.range, at: "maxResults")
            violations.optional(nextToken, .pageToken, at: "nextToken")
            try violations.refuse()
            return Request(limit: limit, token: nextToken)
        }

        func note(in record: inout AccessRecord) {}

        struct Request {
            let limit: Int
            let token: String?
        }
    }

    struct Output: OperationOutput {
        let page: Page<(id: IdentityPoolID, name: String)>

        func write(to json: inout JSONWriter) {
            json.beginObject()
            json.name("IdentityPools")
            json.beginArray()
            for pool in page.rows {
                json.beginObject()
                json.member("IdentityPoolId", "\(pool.id)")
                json.member("IdentityPoolName", pool.name)
                json.endObject()
            }
            json.endArray()
            if let token = page.next { json.member("NextToken", token) }
            json.endObject()
        }
    }
}

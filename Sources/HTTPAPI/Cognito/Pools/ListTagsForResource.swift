import Federation
import STS
import StrictJSON

/// - Source: Amazon Cognito Identity API Reference, `ListTagsForResource`.
struct ListTagsForResource: SignedOperation {
    static let action = "ListTagsForResource"
    let pools: PoolAdministration

    func run(_ pool: String, by caller: RecognisedCaller) async throws(FederationError) -> Output {
        Output(tags: try await pools.tags(of: pool, by: caller))
    }

    struct Input: SignedInput {
        let member: ResourceMember

        init(_ members: RequestMembers) throws(WireError) { member = try ResourceMember(members) }

        var resource: PermissionResource { .poolARN(member.arn) }

        func checked() throws(Violations) -> String {
            var violations = Violations()
            let pool = member.pool(&violations)
            try violations.refuse()
            return pool
        }

        func note(in record: inout AccessRecord) {}
    }

    struct Output: OperationOutput {
        let tags: [String: String]

        func write(to json: inout JSONWriter) {
            json.beginObject()
            json.name("Tags")
            json.map(tags)
            json.endObject()
        }
    }
}

import Federation
import STS

/// Takes tags from a pool; keys that it does not have are ignored.
///
/// - Source: Amazon Cognito Identity API Reference, `UntagResource`.
struct UntagResource: SignedOperation {
    static let action = "UntagResource"
    let pools: PoolAdministration

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> EmptyOutput {
        try await pools.untag(request.pool, request.keys, by: caller)
        return EmptyOutput()
    }

    struct Input: SignedInput {
        let member: ResourceMember
        let keys: [String?]?

        init(_ members: RequestMembers) throws(WireError) {
            member = try ResourceMember(members)
            keys = try members.list("TagKeys")
        }

        var resource: PermissionResource { .poolARN(member.arn) }
        var tagging: RequestedTags { RequestedTags(keys: (keys ?? []).compactMap(\.self)) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let pool = member.pool(&violations)
            let keys = violations.required(list: keys, of: .poolTagKey, at: "tagKeys")
            try violations.refuse()
            return Request(pool: pool, keys: keys)
        }

        func note(in record: inout AccessRecord) {}

        struct Request {
            let pool: String
            let keys: [String]
        }
    }
}

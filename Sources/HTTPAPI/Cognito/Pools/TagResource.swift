import Federation
import STS

/// Adds tags to a pool or changes their values; the others stay.
///
/// - Source: Amazon Cognito Identity API Reference, `TagResource`.
struct TagResource: SignedOperation {
    static let action = "TagResource"
    let pools: PoolAdministration

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> EmptyOutput {
        try await pools.tag(request.pool, with: request.tags, by: caller)
        return EmptyOutput()
    }

    struct Input: SignedInput {
        let member: ResourceMember
        let tags: MapMember<String>?

        init(_ members: RequestMembers) throws(WireError) {
            member = try ResourceMember(members)
            tags = try members.map("Tags")
        }

        var resource: PermissionResource { .poolARN(member.arn) }
        var tagging: RequestedTags { RequestedTags(tags) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let pool = member.pool(&violations)
            let tags = violations.requiredMap(tags, keys: .poolTagKey, values: .poolTagValue, at: "tags")
            try violations.refuse()
            return Request(pool: pool, tags: tags)
        }

        func note(in record: inout AccessRecord) {}

        struct Request {
            let pool: String
            let tags: [String: String]
        }
    }
}

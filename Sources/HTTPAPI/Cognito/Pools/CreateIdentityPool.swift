import Federation
import STS

/// Makes a pool. Names need not be unique: two calls make two pools.
///
/// - Source: Amazon Cognito Identity API Reference, `CreateIdentityPool`.
struct CreateIdentityPool: SignedOperation {
    static let action = "CreateIdentityPool"
    let pools: PoolAdministration

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> PoolOutput {
        PoolOutput(pool: try await pools.create(request.settings, tags: request.tags, by: caller))
    }

    struct Input: SignedInput {
        let members: PoolMembers

        init(_ members: RequestMembers) throws(WireError) {
            self.members = try PoolMembers(members)
        }

        var resource: PermissionResource { .anyPool }
        var tagging: RequestedTags { RequestedTags(members.tags) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let request = Request(
                settings: members.settings(&violations), tags: members.checkedTags(&violations))
            try violations.refuse()
            return request
        }

        func note(in record: inout AccessRecord) {}

        struct Request {
            let settings: PoolSettings
            let tags: [String: String]
        }
    }
}

import Federation
import STS

/// Replaces the settings of a pool: what is left out goes back to its default. Tags and the developer provider are kept.
///
/// - Source: Amazon Cognito Identity API Reference, `UpdateIdentityPool`; what is kept as measured on the service.
struct UpdateIdentityPool: SignedOperation {
    static let action = "UpdateIdentityPool"
    let pools: PoolAdministration

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> PoolOutput {
        PoolOutput(pool: try await pools.update(request.pool, to: request.settings, by: caller))
    }

    struct Input: SignedInput {
        let identityPoolID: String?
        let members: PoolMembers

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            self.members = try PoolMembers(members)
        }

        var resource: PermissionResource { .pool(identityPoolID) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            let request = Request(pool: pool, settings: members.settings(&violations))
            // Not written, but checked: see above.
            _ = members.checkedTags(&violations)
            try violations.refuse()
            return request
        }

        func note(in record: inout AccessRecord) { record.poolID = identityPoolID }

        struct Request {
            let pool: String
            let settings: PoolSettings
        }
    }
}

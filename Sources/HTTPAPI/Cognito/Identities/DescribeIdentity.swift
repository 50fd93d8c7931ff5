import Federation
import STS
import StrictJSON

/// - Source: Amazon Cognito Identity API Reference, `DescribeIdentity`.
struct DescribeIdentity: SignedOperation {
    static let action = "DescribeIdentity"
    let identities: IdentityAdministration

    func run(_ identity: String, by caller: RecognisedCaller) async throws(FederationError) -> Output {
        Output(identity: IdentityOutput(id: identity, description: try await identities.describe(identity, by: caller)))
    }

    struct Input: SignedInput {
        let identityID: String?

        init(_ members: RequestMembers) throws(WireError) { identityID = try members.text("IdentityId") }

        var resource: PermissionResource { .anyPool }

        func checked() throws(Violations) -> String {
            var violations = Violations()
            let identity = violations.required(identityID, .identityID, at: "identityId")
            try violations.refuse()
            return identity
        }

        func note(in record: inout AccessRecord) { record.identityID = identityID }
    }

    struct Output: OperationOutput {
        let identity: IdentityOutput

        func write(to json: inout JSONWriter) { identity.write(to: &json) }
    }
}

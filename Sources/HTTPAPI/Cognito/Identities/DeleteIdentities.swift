import Federation
import STS
import StrictJSON

/// Deletes identities of any pools of the account. Their logins are free: whoever signs in with one is somebody new.
///
/// - Source: Amazon Cognito Identity API Reference, `DeleteIdentities`.
struct DeleteIdentities: SignedOperation {
    static let action = "DeleteIdentities"
    let identities: IdentityAdministration

    func run(_ ids: [String], by caller: RecognisedCaller) async throws(FederationError) -> Output {
        Output(refused: try await identities.delete(ids, by: caller))
    }

    struct Input: SignedInput {
        let ids: [String?]?

        init(_ members: RequestMembers) throws(WireError) { ids = try members.list("IdentityIdsToDelete") }

        var resource: PermissionResource { .anyPool }

        func checked() throws(Violations) -> [String] {
            var violations = Violations()
            let ids = violations.required(
                list: ids, of: .identityID, at: "identityIdsToDelete", minimum: 1, limit: 60)
            try violations.refuse()
            return ids
        }

        func note(in record: inout AccessRecord) {}
    }

    struct Output: OperationOutput {
        let refused: [String]

        func write(to json: inout JSONWriter) {
            json.beginObject()
            json.name("UnprocessedIdentityIds")
            json.beginArray()
            for id in refused { json.map(["ErrorCode": "AccessDenied", "IdentityId": id]) }
            json.endArray()
            json.endObject()
        }
    }
}

import Audit
import Federation
import IdentityModel
import STS
import StrictJSON

/// Unites two users of a back end in one identity, the destination's.
///
/// - Source: Amazon Cognito Identity API Reference, `MergeDeveloperIdentities`.
struct MergeDeveloperIdentities: SignedOperation {
    static let action = "MergeDeveloperIdentities"
    let developers: DeveloperIdentities

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> Output {
        try await run(request, by: caller, in: .unknown)
    }

    func run(
        _ request: Input.Request, by caller: RecognisedCaller, in context: ExchangeContext
    ) async throws(FederationError) -> Output {
        Output(
            identity: try await developers.merge(
                request.source, into: request.destination, provider: request.provider, in: request.pool, by: caller,
                in: context))
    }

    struct Input: SignedInput {
        let identityPoolID: String?
        let source: String?
        let destination: String?
        let provider: String?

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            source = try members.text("SourceUserIdentifier")
            destination = try members.text("DestinationUserIdentifier")
            provider = try members.text("DeveloperProviderName")
        }

        var resource: PermissionResource { .pool(identityPoolID) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let source = violations.required(source, .developerUser, at: "sourceUserIdentifier")
            let destination = violations.required(destination, .developerUser, at: "destinationUserIdentifier")
            let provider = violations.required(provider, .developerProviderName, at: "developerProviderName")
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            try violations.refuse()
            return Request(pool: pool, source: source, destination: destination, provider: provider)
        }

        func note(in record: inout AccessRecord) { record.poolID = identityPoolID }

        struct Request {
            let pool: String
            let source: String
            let destination: String
            let provider: String
        }
    }

    struct Output: OperationOutput {
        let identity: IdentityID

        func write(to json: inout JSONWriter) { json.map(["IdentityId": "\(identity)"]) }
        func note(in record: inout AccessRecord) { record.identityID = "\(identity)" }
    }
}

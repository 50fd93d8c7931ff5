import Audit
import Federation
import IdentityModel

/// Parts an identity from logins. Whoever asks must hold one of its logins; a signature is not needed.
///
/// - Source: Amazon Cognito Identity API Reference, `UnlinkIdentity`.
struct UnlinkIdentity: Operation {
    static let action = "UnlinkIdentity"
    let unlink:
        @Sendable (
            _ identity: String, _ logins: [Login], _ providers: [ProviderName], _ context: ExchangeContext
        ) async throws(FederationError) -> Void

    func run(_ request: Input.Request, in context: ExchangeContext) async throws(FederationError) -> NoOutput {
        try await unlink(request.identity, request.logins, request.providers, context)
        return NoOutput()
    }
}

extension UnlinkIdentity {
    struct Input: OperationInput {
        let identityID: String?
        let logins: LoginsMember?
        let loginsToRemove: [String?]?

        init(_ members: RequestMembers) throws(WireError) {
            identityID = try members.text("IdentityId")
            logins = try members.logins("Logins")
            loginsToRemove = try members.list("LoginsToRemove")
        }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let identity = violations.required(identityID, .identityID, at: "identityId")
            let logins = violations.requiredLogins(logins, at: "logins")
            let providers = violations.required(list: loginsToRemove, of: .providerName, at: "loginsToRemove")
            try violations.refuse()
            return Request(identity: identity, logins: logins, providers: providers.map { ProviderName($0) })
        }

        func note(in record: inout AccessRecord) {
            record.identityID = identityID
            record.providers = logins?.providers ?? []
        }

        struct Request {
            let identity: String
            let logins: [Login]
            let providers: [ProviderName]
        }
    }
}

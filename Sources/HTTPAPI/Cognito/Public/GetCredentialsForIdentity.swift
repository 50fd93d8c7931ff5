import Audit
import Federation
import IdentityModel
import StrictJSON
import UpstreamSTS

import struct Foundation.Date

/// Exchanges logins for temporary credentials (enhanced flow). Needs no signature.
///
/// - Source: Amazon Cognito Identity API Reference, `GetCredentialsForIdentity`.
struct GetCredentialsForIdentity: Operation {
    static let action = "GetCredentialsForIdentity"
    let credentials:
        @Sendable (
            _ identity: String, _ logins: [Login], _ customRoleARN: String?, _ context: ExchangeContext
        ) async throws(FederationError) -> IssuedCredentials

    func run(_ request: Input.Request, in context: ExchangeContext) async throws(FederationError) -> Output {
        let issued = try await credentials(request.identity, request.logins, request.customRoleARN, context)
        return Output(
            identityID: issued.identity.description, credentials: issued.credentials, source: issued.source)
    }
}

extension GetCredentialsForIdentity {
    struct Input: OperationInput {
        let identityID: String?
        let logins: LoginsMember?
        let customRoleARN: String?

        init(_ members: RequestMembers) throws(WireError) {
            identityID = try members.text("IdentityId")
            logins = try members.logins("Logins")
            customRoleARN = try members.text("CustomRoleArn")
        }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let identity = violations.required(identityID, .identityID, at: "identityId")
            let logins = violations.logins(logins, at: "logins")
            violations.optional(customRoleARN, .arn, at: "customRoleArn")
            try violations.refuse()
            return Request(identity: identity, logins: logins, customRoleARN: customRoleARN)
        }

        func note(in record: inout AccessRecord) {
            record.identityID = identityID
            record.providers = logins?.providers ?? []
        }

        struct Request {
            let identity: String
            let logins: [Login]
            let customRoleARN: String?
        }
    }

    struct Output: OperationOutput {
        /// May be another one than was asked for.
        let identityID: String
        let credentials: TemporaryCredentials
        let source: CredentialSource

        func write(to json: inout JSONWriter) {
            json.beginObject()
            json.name("Credentials")
            json.beginObject()
            json.member("AccessKeyId", credentials.accessKeyID.rawValue)
            json.name("Expiration")
            // Whole seconds, and yet a fraction: that is how the service writes them.
            json.raw("\(Int64(credentials.expiration.timeIntervalSince1970)).0")
            json.member("SecretKey", credentials.secretAccessKey.reveal())
            json.member("SessionToken", credentials.sessionToken.reveal())
            json.endObject()
            json.member("IdentityId", identityID)
            json.endObject()
        }

        func note(in record: inout AccessRecord) {
            record.identityID = identityID
            if case .upstream(let report) = source {
                record.backEnd = (report.backEnd, report.delivery.rawValue)
            }
        }
    }
}

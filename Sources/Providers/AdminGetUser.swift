import IdentityModel
import OutboundHTTP
import SigV4
import StrictJSON

import struct Foundation.Date

/// Asks user pools with `AdminGetUser`, signed with the operator's credentials.
///
/// It shows who was deleted or disabled, and a name that was given to somebody else since. It does not show who only
/// signed out everywhere: user pools have no call for that.
///
/// - Source: Amazon Cognito User Pools API Reference, `AdminGetUser`.
package struct AdminGetUser: Sendable {
    package struct Credentials: Sendable {
        package let accessKeyID: String
        package let secretAccessKey: Secret<String>
        package let sessionToken: Secret<String>?

        package init(accessKeyID: String, secretAccessKey: Secret<String>, sessionToken: Secret<String>? = nil) {
            self.accessKeyID = accessKeyID
            self.secretAccessKey = secretAccessKey
            self.sessionToken = sessionToken
        }
    }

    private let credentials: Credentials
    private let fetch: Fetch

    private static let bodyLimit = 65_536

    package init(_ credentials: Credentials, fetch: @escaping Fetch) {
        self.credentials = credentials
        self.fetch = fetch
    }

    package var ask: AskUserPool {
        { person, rules, now throws(LoginError) in try await standing(of: person, rules: rules, at: now) }
    }

    func standing(
        of person: UserPoolPerson, rules: FetchRules, at now: Date
    ) async throws(LoginError) -> UserStanding {
        let calls = ProviderCalls(fetch: fetch, endpoint: person.endpoint, rules: rules)
        let answer = try await calls.ask(signed(calls.request("/"), about: person, at: now))
        guard answer.status == 200 else { return try Self.standing(refusedWith: answer) }
        guard let isEnabled = answer["Enabled"]?.bool, let attributes = answer["UserAttributes"] else {
            throw .providerProtocol
        }
        let subject = attributes.elements.first { $0["Name"]?.string == "sub" }?["Value"]?.string
        guard let subject else { throw .providerProtocol }
        guard subject == person.subject else { return .deleted }
        return isEnabled ? .active : .disabled
    }

    private static func standing(refusedWith answer: ProviderAnswer) throws(LoginError) -> UserStanding {
        // Some write the whole shape, `com.amazonaws.…#UserNotFoundException`.
        let type = answer["__type"]?.string?.split(separator: "#").last.map(String.init)
        switch type {
        case "UserNotFoundException": return .deleted
        case "TooManyRequestsException", "LimitExceededException", "ThrottlingException": throw .providerThrottled
        case "AccessDeniedException", "NotAuthorizedException", "UnrecognizedClientException",
            "InvalidSignatureException", "ResourceNotFoundException", "ExpiredTokenException",
            "MissingAuthenticationTokenException", "IncompleteSignatureException":
            throw .misconfigured
        default: throw .providerProtocol
        }
    }

    private func signed(_ request: FetchRequest, about person: UserPoolPerson, at now: Date) -> FetchRequest {
        var json = JSONWriter()
        json.beginObject()
        json.member("UserPoolId", person.poolID)
        json.member("Username", person.username)
        json.endObject()
        let place = person.endpoint.split(separator: "://", maxSplits: 1).last ?? ""
        let authority = place.prefix { $0 != "/" }
        let plain = SignedRequest(
            method: "POST", path: "\(place.dropFirst(authority.count))/",
            headers: [
                .init("host", String(authority)), .init("content-type", "application/x-amz-json-1.1"),
                .init("x-amz-target", "AWSCognitoIdentityProviderService.AdminGetUser"),
            ], body: .bytes(json.bytes))
        let signer = Signer(
            accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey.reveal(),
            sessionToken: credentials.sessionToken?.reveal(), region: person.region, service: "cognito-idp")
        let signed = signer.sign(plain, at: SigningTime(secondsSinceEpoch: Int64(now.timeIntervalSince1970)))
        var sent = request
        sent.method = .post
        sent.body = json.bytes
        sent.headers = signed.headers.map { .init($0.name, $0.value) }
        return sent
    }
}

import HTTPAPI
import HTTPTypes
import IdentityModel
import SigV4
import StrictJSON
import Synchronization

/// `AdminGetUser` of a user pool, for calls whose signature is right.
final class PlayedUserPool: Sendable {
    private let states = Mutex<[String: State]>([:])
    private let clock: DevClock
    private let verifier = SignatureVerifier(regions: ["us-east-1"], service: "cognito-idp")

    /// How a person stands there. Everybody is active until somebody says otherwise.
    package enum State: String, Sendable {
        case active, disabled, deleted
        /// Deleted, and the name given to somebody else.
        case replaced
    }

    init(clock: DevClock) {
        self.clock = clock
    }

    func set(_ user: String, to state: State) {
        states.withLock { $0[user] = state }
    }

    func answer(_ call: DevCall) -> WireResponse {
        guard isSigned(call) else { return refusal(call, "InvalidSignatureException", "The signature does not match.") }
        guard call.header("x-amz-target") == "AWSCognitoIdentityProviderService.AdminGetUser",
            let body = try? JSONDocument(call.body, limits: .request), let user = body.root["Username"]?.string
        else { return refusal(call, "InvalidParameterException", "Only AdminGetUser is played.") }
        guard body.root["UserPoolId"]?.string == DevProvider.userPoolID else {
            return refusal(call, "ResourceNotFoundException", "User pool does not exist.")
        }
        let state = states.withLock { $0[user] } ?? .active
        guard state != .deleted else { return refusal(call, "UserNotFoundException", "User does not exist.") }
        let subject = DevProvider.userPool.subject(of: state == .replaced ? "\(user) the second" : user)
        return call.json(
            #"{"Username":\#(RawJSON.quoted(user)),"Enabled":\#(state != .disabled),"UserStatus":"CONFIRMED","#
                + #""UserAttributes":[{"Name":"sub","Value":"\#(subject)"}]}"#)
    }

    private func isSigned(_ call: DevCall) -> Bool {
        let host = SignedRequest.Header("host", call.request.authority ?? "")
        let request = SignedRequest(
            method: call.request.method.rawValue, path: call.request.path, query: call.request.query,
            headers: [host] + call.request.headers.map { .init($0.name.canonicalName, $0.value) },
            body: .bytes(call.body))
        guard let admitted = try? verifier.admit(request, at: SigningTime(secondsSinceEpoch: clock.now)) else {
            return false
        }
        let key = SigningKey(secret: DevProvider.secretAccessKey, scope: admitted.scope)
        return (try? admitted.verify(under: key)) != nil
    }

    private func refusal(_ call: DevCall, _ type: String, _ message: String) -> WireResponse {
        call.json(#"{"__type":"\#(type)","message":"\#(message)"}"#, .badRequest)
    }
}

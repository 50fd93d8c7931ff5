import HTTPAPI
import HTTPTypes

/// The part of Login with Amazon that tells whose a token is.
struct PlayedAmazon: Sendable {
    let tokens: OpaqueTokens
    let clock: DevClock

    func answer(_ call: DevCall, _ path: String) -> WireResponse {
        switch path {
        case "auth/o2/tokeninfo":
            guard let token = valid(call["access_token"]) else { return invalid(call, .badRequest) }
            return call.json(info(token))
        case "user/profile":
            guard let token = valid(call.header("x-amz-access-token") ?? call.bearer) else {
                return invalid(call, .badRequest)
            }
            let user = token.flaw == .otherPerson ? "somebody else" : token.user
            return call.json(
                #"{"user_id":"\#(DevProvider.amazon.subject(of: user))","name":\#(RawJSON.quoted(token.user)),"#
                    + #""email":\#(RawJSON.quoted("\(token.user)@example.com"))}"#)
        default: return call.json(#"{"error":"invalid_request"}"#, .notFound)
        }
    }

    private func info(_ token: OpaqueToken) -> String {
        let left = token.flaw == .epochExpiry ? token.expiresAt : max(0, token.expiresAt - clock.now)
        let person =
            token.flaw == .noPerson ? "" : #""user_id":"\#(DevProvider.amazon.subject(of: token.user))","#
        return #"{"iss":"https://www.amazon.com",\#(person)"#
            + #""aud":"amzn1.application-oa2-client.\#(token.app.suffix(12))","app_id":"\#(token.app)","#
            + #""exp":\#(left),"iat":\#(token.issuedAt)}"#
    }

    private func valid(_ text: String?) -> OpaqueToken? {
        text.flatMap { tokens[$0] }.flatMap { $0.flaw == .revoked ? nil : $0 }
    }

    private func invalid(_ call: DevCall, _ status: HTTPResponse.Status) -> WireResponse {
        call.json(
            #"{"error":"invalid_token","error_description":"The request has an invalid parameter : access_token"}"#,
            status)
    }
}

import Crypto
import Foundation
import HTTPAPI
import HTTPTypes

/// The part of the Graph API that tells whose a token is.
struct PlayedFacebook: Sendable {
    let tokens: OpaqueTokens
    let clock: DevClock

    private static let page = "20531316728"

    func answer(_ call: DevCall, _ name: String) -> WireResponse {
        switch name {
        case "debug_token": debugToken(call)
        case "app": withToken(call) { call.json(#"{"id":"\#($0.app)","name":"Development"}"#) }
        case "me": withToken(call) { me(call, $0) }
        default: error(call, 2500, "Unknown path components: /\(name)", .notFound)
        }
    }

    private func debugToken(_ call: DevCall) -> WireResponse {
        let app = DevProvider.facebook
        let asking = call.bearer ?? call["access_token"]
        guard asking == "\(app.appID)|\(app.appSecret ?? "")" else {
            return error(call, 190, "Invalid OAuth access token signature.")
        }
        guard let text = call["input_token"] else { return error(call, 100, "The parameter input_token is required") }
        if text == asking { return call.json(data(app: app.appID, type: "APP", "\"is_valid\":true,\"expires_at\":0")) }
        guard let token = tokens[text] else {
            return call.json(
                #"{"data":{"error":{"code":190,"message":"Invalid OAuth access token - Cannot parse access token"},"is_valid":false,"scopes":[]}}"#
            )
        }
        guard token.app == app.appID else {
            return call.json(
                #"{"data":{"error":{"code":100,"message":"(#100) The App_id in the input_token did not match the Viewing App"},"is_valid":false,"scopes":[]}}"#
            )
        }
        if let subcode = subcode(token) {
            let problem = #""error":{"code":190,"subcode":\#(subcode),"message":"Error validating access token"}"#
            return call.json(data(app: token.app, type: "USER", "\(problem),\"is_valid\":false"))
        }
        let type = token.flaw == .pageToken ? "PAGE" : token.flaw == .appToken ? "APP" : "USER"
        let person = token.flaw == .noPerson ? "" : #","user_id":"\#(subject(token))""#
        return call.json(
            data(
                app: token.app, type: type,
                "\"is_valid\":true,\"expires_at\":\(token.expiresAt),\"issued_at\":\(token.issuedAt)\(person)"))
    }

    private func data(app: String, type: String, _ members: String) -> String {
        #"{"data":{"app_id":"\#(app)","type":"\#(type)","application":"Development",\#(members),"scopes":["public_profile"]}}"#
    }

    private func me(_ call: DevCall, _ token: OpaqueToken) -> WireResponse {
        guard isProven(call) else {
            return error(call, 100, "Invalid appsecret_proof provided in the API argument")
        }
        let id = token.flaw == .otherPerson ? "10000000000000001" : subject(token)
        return call.json(#"{"id":"\#(id)","name":\#(RawJSON.quoted(token.user))}"#)
    }

    /// A proof need not be there, but one that is there must be right.
    private func isProven(_ call: DevCall) -> Bool {
        guard let proof = call["appsecret_proof"] else { return true }
        let key = SymmetricKey(data: Data((DevProvider.facebook.appSecret ?? "").utf8))
        let code = HMAC<SHA256>.authenticationCode(
            for: Data((call.bearer ?? call["access_token"] ?? "").utf8), using: key)
        return proof == code.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
    }

    private func withToken(_ call: DevCall, _ body: (OpaqueToken) -> WireResponse) -> WireResponse {
        guard let text = call.bearer ?? call["access_token"], let token = tokens[text] else {
            return error(call, 190, "Invalid OAuth access token - Cannot parse access token")
        }
        if let subcode = subcode(token) { return error(call, 190, "Error validating access token", subcode: subcode) }
        return body(token)
    }

    private func subcode(_ token: OpaqueToken) -> Int? {
        switch token.flaw {
        case .revoked: 458
        case .passwordChanged: 460
        default: token.expiresAt != 0 && clock.now >= token.expiresAt ? 463 : nil
        }
    }

    private func subject(_ token: OpaqueToken) -> String {
        token.flaw == .pageToken ? Self.page : DevProvider.facebook.subject(of: token.user)
    }

    private func error(
        _ call: DevCall, _ code: Int, _ message: String, _ status: HTTPResponse.Status = .badRequest,
        subcode: Int? = nil
    ) -> WireResponse {
        let detail = subcode.map { ",\"error_subcode\":\($0)" } ?? ""
        return call.json(
            #"{"error":{"message":"\#(message)","type":"OAuthException","code":\#(code)\#(detail),"fbtrace_id":"Adev"}}"#,
            status)
    }
}

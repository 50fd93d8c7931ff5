import Foundation
import HTTPAPI
import HTTPTypes
import IdentityModel
import Providers

/// `account/verify_credentials`, for calls whose OAuth 1.0a signature is right.
struct PlayedTwitter: Sendable {
    let tokens: OpaqueTokens
    let clock: DevClock

    /// Seconds that a caller's clock may be off.
    private static let skew: Int64 = 300

    func answer(_ call: DevCall) -> WireResponse {
        guard let fields = authorization(call) else { return error(call, 215, "Bad Authentication data.", .badRequest) }
        guard let timestamp = fields["oauth_timestamp"].flatMap({ Int64($0) }),
            (clock.now - Self.skew...clock.now + Self.skew).contains(timestamp)
        else { return error(call, 135, "Timestamp out of bounds.") }
        guard fields["oauth_signature_method"] == "HMAC-SHA1", let nonce = fields["oauth_nonce"],
            fields["oauth_consumer_key"] == DevProvider.twitter.appID
        else { return error(call, 32, "Could not authenticate you.") }
        guard let token = fields["oauth_token"].flatMap({ tokens[$0] }), token.app == DevProvider.twitter.appID,
            token.flaw != .revoked
        else { return error(call, 89, "Invalid or expired token.") }
        guard Secret(signature(of: call, fields, token)) == Secret(fields["oauth_signature"] ?? ""),
            tokens.use(nonce: nonce)
        else { return error(call, 32, "Could not authenticate you.") }
        return call.json(person(token))
    }

    /// A token for the app itself, for whoever knows the app's key and secret.
    func appToken(_ call: DevCall) -> WireResponse {
        let app = DevProvider.twitter
        let pair = Data("\(app.appID):\(app.appSecret ?? "")".utf8).base64EncodedString()
        guard call.request.header(.authorization) == "Basic \(pair)", call["grant_type"] == "client_credentials" else {
            return error(call, 99, "Unable to verify your credentials", .forbidden)
        }
        return call.json(#"{"token_type":"bearer","access_token":"AAAA\#(OpaqueTokens.randomText())"}"#)
    }

    private func person(_ token: OpaqueToken) -> String {
        let id = DevProvider.twitter.subject(of: token.user)
        let text = token.flaw == .onlyNumber ? "" : #""id_str":"\#(id)","#
        let name = RawJSON.quoted(token.user)
        return #"{"id":\#(id),\#(text)"name":\#(name),"screen_name":\#(name),"verified":false,"#
            + #""suspended":\#(token.flaw == .suspended)}"#
    }

    private func signature(of call: DevCall, _ fields: [String: String], _ token: OpaqueToken) -> String {
        let signed = fields.filter { $0.key != "oauth_signature" && $0.key != "realm" }.map { ($0.key, $0.value) }
        return OAuth1Signature.value(
            method: call.request.method.rawValue, url: "http://\(call.request.authority ?? "")\(call.request.path)",
            parameters: signed + call.queryPairs,
            consumerSecret: Secret(DevProvider.twitter.appSecret ?? ""), tokenSecret: Secret(token.secret))
    }

    private func authorization(_ call: DevCall) -> [String: String]? {
        guard let header = call.request.header(.authorization), header.hasPrefix("OAuth ") else { return nil }
        var fields: [String: String] = [:]
        for field in header.dropFirst("OAuth ".count).split(separator: ",") {
            let parts = field.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            let name = DevCall.decode(parts[0].drop { $0 == " " })
            fields[name] = DevCall.decode(parts[1].drop { $0 == "\"" }.prefix { $0 != "\"" })
        }
        return fields
    }

    private func error(
        _ call: DevCall, _ code: Int, _ message: String, _ status: HTTPResponse.Status = .unauthorized
    ) -> WireResponse {
        call.json(#"{"errors":[{"code":\#(code),"message":"\#(message)"}]}"#, status)
    }
}

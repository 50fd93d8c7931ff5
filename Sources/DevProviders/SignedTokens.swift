import Crypto
import Foundation
import IdentityModel
import StrictJSON
import WebTokens

/// Mints ID tokens of one played provider, good ones and wrong ones.
struct SignedTokens: Sendable {
    let provider: DevProvider
    /// The document that relying parties fetch.
    let keySet: [UInt8]
    private let key: SigningKey
    private let foreignKey: SigningKey

    init(_ provider: DevProvider, key: SigningKey, foreignKey: SigningKey) throws(SigningKeyError) {
        self.provider = provider
        self.key = key
        self.foreignKey = foreignKey
        keySet = try PublishedKeySet([key]).bytes
    }

    struct Order: Sendable {
        var user: String
        var app: String
        /// Seconds.
        var lifetime: Int64
        /// Claims beside the usual ones, or in their place: names and JSON.
        var claims: [(String, String)]
        var flaw: DevFlaw?
    }

    private struct Draft {
        var header: RawJSON
        var claims: RawJSON
        var signer: Signer = .own

        enum Signer {
            case own, foreign, symmetric, nobody
        }
    }

    func mint(_ order: Order, at now: Int64) throws(SigningKeyError) -> String {
        var draft = Draft(
            header: ["alg": #""RS256""#, "kid": RawJSON.quoted(key.id), "typ": #""JWT""#], claims: claims(order, now))
        for (name, text) in order.claims { draft.claims[name] = text }
        if let flaw = order.flaw { spoil(&draft, flaw, order, now) }
        let token = try sign(draft)
        return order.flaw.map { Self.rewrite(token, $0) } ?? token
    }

    private func claims(_ order: Order, _ now: Int64) -> RawJSON {
        let quoted = RawJSON.quoted
        var claims: RawJSON = [
            "iss": quoted(issuer), "sub": quoted(provider.subject(of: order.user)), "aud": quoted(order.app),
            "iat": "\(now)", "exp": "\(now + order.lifetime)",
        ]
        switch provider {
        case .google:
            claims["azp"] = quoted(order.app)
            claims["email"] = quoted("\(order.user)@example.com")
            claims["email_verified"] = "true"
            claims["name"] = quoted(order.user)
        case .apple:
            claims["email"] = quoted("\(order.user)@privaterelay.appleid.com")
            claims["email_verified"] = #""true""#
            claims["is_private_email"] = #""true""#
            claims["auth_time"] = "\(now)"
            claims["nonce_supported"] = "true"
        case .userPool:
            claims["token_use"] = #""id""#
            claims["cognito:username"] = quoted(order.user)
            claims["auth_time"] = "\(now)"
        case .facebook:
            claims["jti"] = quoted("\(now).development")
            claims["nonce"] = quoted("development")
            claims["name"] = quoted(order.user)
        case .twitter, .amazon: break
        }
        return claims
    }

    private var issuer: String { provider == .facebook ? "https://www.facebook.com" : "https://\(provider.loginKey)" }

    // MARK: Making it wrong

    private func spoil(_ draft: inout Draft, _ flaw: DevFlaw, _ order: Order, _ now: Int64) {
        switch flaw {
        case .expired:
            draft.claims["iat"] = "\(now - 3_601)"
            draft.claims["exp"] = "\(now - 1)"
        case .notYetValid: draft.claims["nbf"] = "\(now + 301)"
        case .issuedInFuture: draft.claims["iat"] = "\(now + 301)"
        case .noExpiry: draft.claims["exp"] = nil
        case .longLived: draft.claims["exp"] = "\(now + 315_360_000)"
        case .expiryInMilliseconds: draft.claims["exp"] = "\((now + 3_600) * 1_000)"
        case .expiryBeforeIssue:
            draft.claims["iat"] = "\(now + 200)"
            draft.claims["exp"] = "\(now + 100)"
        case .wrongIssuer: draft.claims["iss"] = #""https://issuer.example""#
        case .lookAlikeIssuer: draft.claims["iss"] = RawJSON.quoted("\(issuer).evil.example")
        case .noIssuer: draft.claims["iss"] = nil
        case .otherApp:
            draft.claims["aud"] = RawJSON.quoted(DevProvider.foreignApp)
            draft.claims["azp"] = nil
        case .noAudience: draft.claims["aud"] = nil
        case .emptyAudience: draft.claims["aud"] = #""""#
        case .foreignAudienceBeside:
            draft.claims["aud"] = "[\(RawJSON.quoted(order.app)),\"\(DevProvider.foreignApp)\"]"
        case .foreignAuthorizedParty: draft.claims["azp"] = RawJSON.quoted(DevProvider.foreignApp)
        case .noSubject: draft.claims["sub"] = nil
        case .emptySubject: draft.claims["sub"] = #""""#
        case .numericSubject: draft.claims["sub"] = "12345"
        case .longSubject: draft.claims["sub"] = RawJSON.quoted(String(repeating: "a", count: 256))
        case .duplicateClaim: draft.claims.append("sub", #""somebody-else""#)
        case .logoutToken:
            draft.claims["events"] = #"{"http://schemas.openid.net/event/backchannel-logout":{}}"#
        case .accessToken, .accessTokenWithAudience:
            draft.claims["token_use"] = #""access""#
            draft.claims["client_id"] = RawJSON.quoted(order.app)
            if flaw == .accessToken { draft.claims["aud"] = nil }
        case .flagAsText: draft.claims["email_verified"] = #""TRUE""#
        default: spoilHeader(&draft, flaw)
        }
    }

    private func spoilHeader(_ draft: inout Draft, _ flaw: DevFlaw) {
        switch flaw {
        case .nestedToken: draft.header["cty"] = #""JWT""#
        case .compressed: draft.header["zip"] = #""DEF""#
        case .criticalHeader: draft.header["crit"] = #"["exp"]"#
        case .embeddedKey: draft.header["jwk"] = #"{"kty":"RSA"}"#
        case .accessTokenType: draft.header["typ"] = #""at+jwt""#
        case .noAlgorithm:
            draft.header["alg"] = #""none""#
            draft.signer = .nobody
        case .symmetricAlgorithm:
            draft.header["alg"] = #""HS256""#
            draft.signer = .symmetric
        case .unknownKey: draft.header["kid"] = #""no-such-key""#
        case .noKeyID: draft.header["kid"] = nil
        case .foreignKey: draft.signer = .foreign
        default: break
        }
    }

    private func sign(_ draft: Draft) throws(SigningKeyError) -> String {
        let input = Base64URL.encode(draft.header.text.utf8) + "." + Base64URL.encode(draft.claims.text.utf8)
        let bytes = Array(input.utf8)
        let signature: [UInt8] =
            switch draft.signer {
            case .own: try key.signature(over: bytes)
            case .foreign: try foreignKey.signature(over: bytes)
            // Under the public key as everybody can fetch it.
            case .symmetric: Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: keySet)))
            case .nobody: [0]
            }
        return input + "." + Base64URL.encode(signature)
    }

    private static func rewrite(_ token: String, _ flaw: DevFlaw) -> String {
        let parts = token.split(separator: ".").map(String.init)
        switch flaw {
        case .twoSegments: return parts.prefix(2).joined(separator: ".")
        case .fourSegments: return token + "." + parts[2]
        case .emptySignature: return parts.prefix(2).joined(separator: ".") + "."
        case .paddedSegment: return token + "="
        case .trailingSpace: return token + " "
        case .tampered:
            let claims = String(decoding: Base64URL.decode(parts[1]) ?? [], as: UTF8.self)
            return [parts[0], Base64URL.encode(claims.dropLast().utf8 + Array(#","admin":true}"#.utf8)), parts[2]]
                .joined(separator: ".")
        default: return token
        }
    }
}

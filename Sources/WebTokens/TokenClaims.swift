import IdentityModel
import StrictJSON

/// The claims by which a token is judged, present and of the right type. Their values are still anybody's.
struct TokenClaims {
    let subject: String
    let audiences: [String]
    let authorizedParty: String?
    let expiry: Int64
    let issuedAt: Int64?
    let notBefore: Int64?

    private let payload: JSONNode

    private static let audienceLimit = 16
    private static let textLimit = 1...255

    init(_ document: JSONDocument, policy: TokenPolicy) throws(LoginError) {
        payload = document.root
        audiences = try Self.audiences(payload["aud"])
        subject = try Self.subject(payload["sub"])
        guard let expiry = try Self.date("exp", in: payload) else { throw .claimMissing("exp") }
        self.expiry = expiry
        issuedAt = try Self.date("iat", in: payload)
        notBefore = try Self.date("nbf", in: payload)
        _ = try Self.date("auth_time", in: payload)
        authorizedParty = try Self.authorizedParty(payload["azp"])
        for name in policy.requiredClaims where payload[name] == nil { throw .claimMissing(name) }
        if payload["events"]?[Self.logoutEvent] != nil { throw .claimInvalid("events") }
    }

    /// - Source: OpenID Connect Back-Channel Logout 1.0 §2.4: a logout token must never pass for an identity token.
    private static let logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

    // MARK: Types

    private static func audiences(_ node: JSONNode?) throws(LoginError) -> [String] {
        guard let node else { throw .claimMissing("aud") }
        let texts = node.kind == .array ? node.elements.map(\.string) : [node.string]
        let audiences = texts.compactMap { $0 }
        guard audiences.count == texts.count, (1...audienceLimit).contains(audiences.count),
            audiences.allSatisfy({ textLimit.contains($0.utf8.count) })
        else { throw .claimInvalid("aud") }
        return audiences
    }

    /// - Source: OpenID Connect Core 1.0 §2: at most 255 ASCII characters. Only visible ones here, so that no two
    ///   subjects look alike or differ by a blank.
    private static func subject(_ node: JSONNode?) throws(LoginError) -> String {
        guard let node else { throw .claimMissing("sub") }
        guard let subject = node.string, textLimit.contains(subject.utf8.count),
            subject.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .claimInvalid("sub") }
        return subject
    }

    private static func authorizedParty(_ node: JSONNode?) throws(LoginError) -> String? {
        guard let node else { return nil }
        guard let party = node.string else { throw .claimInvalid("azp") }
        return party
    }

    /// Seconds since 1970, a fraction dropped. Whatever a `Double` could not tell apart is refused.
    ///
    /// - Source: RFC 7519 §2, NumericDate.
    private static func date(_ name: String, in payload: JSONNode) throws(LoginError) -> Int64? {
        guard let node = payload[name] else { return nil }
        guard let number = node.number else { throw .claimInvalid(name) }
        let bound: Int64 = 1 << 53
        if let seconds = number.integer, (0..<bound).contains(seconds) { return seconds }
        let value = number.double
        guard number.integer == nil, value >= 0, value < Double(bound) else { throw .claimInvalid(name) }
        return Int64(value)
    }
}

extension TokenClaims {
    /// Step 6: whether this is the time for the token.
    func checkTimes(by policy: TokenPolicy, now: Int64) throws(LoginError) {
        guard now < expiry + policy.expiryLeeway else {
            throw .expired(now: now, expiry: expiry, leeway: policy.expiryLeeway)
        }
        let horizon = now + policy.notBeforeLeeway
        if let issuedAt, issuedAt > horizon { throw .notYetValid(claim: "iat", at: issuedAt, horizon: horizon) }
        if let notBefore, notBefore > horizon { throw .notYetValid(claim: "nbf", at: notBefore, horizon: horizon) }
        let start = issuedAt ?? now
        guard expiry > start, expiry - start <= policy.maximumLifetime else { throw .claimInvalid("exp") }
    }

    /// Step 8: what an operator demands of single claims.
    func checkEqualities(by policy: TokenPolicy) throws(LoginError) {
        for (name, text) in policy.claimEquals {
            guard payload[name]?.string?.isSameBytes(as: text) ?? false else { throw .claimInvalid(name) }
        }
    }
}

import IdentityModel
import StrictJSON

import struct Foundation.Date

/// Somebody who asks for a role, said in words: for tests, simulations, and decisions of the past. Nothing in it is proven.
package struct RoleSituation: Sendable {
    /// None for a guest.
    package var logins: [SupposedLogin]
    package var requestedRole: String?
    package var sourceAddress: String?
    /// Nil: whenever it is judged.
    package var time: Date?

    package static let mostLogins = 10

    package init(
        logins: [SupposedLogin], requestedRole: String? = nil, sourceAddress: String? = nil, time: Date? = nil
    ) {
        self.logins = logins
        self.requestedRole = requestedRole
        self.sourceAddress = sourceAddress
        self.time = time
    }

    package func applicant(in pool: IdentityPool) -> RoleApplicant {
        logins.isEmpty ? .guest : .logins(logins.map { RuleLogin($0, in: pool) })
    }

    package func circumstances(at now: Date) -> RuleCircumstances {
        RuleCircumstances(now: time ?? now, sourceAddress: sourceAddress)
    }
}

/// A login as if it had been proven.
package struct SupposedLogin: Sendable {
    /// The key under which the token would come.
    package let provider: ProviderName
    package let subject: String
    package let audience: String
    package let claims: Claims

    /// - Parameter claims: an object; `sub` and `aud` are added when it has none, as every token has them.
    package init(provider: ProviderName, subject: String, audience: String, claims: JSONNode?) throws(JSONError) {
        var json = JSONWriter()
        json.beginObject()
        for (name, value) in claims?.members.map({ ($0.name, $0.value) }) ?? [] {
            json.name(name)
            json.raw(value.json)
        }
        if claims?["sub"] == nil { json.member("sub", subject) }
        if claims?["aud"] == nil { json.member("aud", audience) }
        json.endObject()
        self.init(
            provider: provider, subject: subject, audience: audience,
            claims: Claims(try JSONDocument(json.bytes, limits: .token)))
    }

    package init(provider: ProviderName, subject: String, audience: String, claims: Claims) {
        self.provider = provider
        self.subject = subject
        self.audience = audience
        self.claims = claims
    }

    package init(_ login: VerifiedLogin) {
        self.init(
            provider: login.provider, subject: login.subject, audience: login.audience, claims: login.claims)
    }
}

extension RuleLogin {
    init(_ login: SupposedLogin, in pool: IdentityPool) {
        let name = login.provider.rawValue
        let proof: VerifiedLogin.Proof =
            if pool.developerProvider.map({ $0.isSameBytes(as: name) }) ?? false {
                .developer
            } else {
                pool.samlProviderARNs.contains { $0.isSameBytes(as: name) } ? .saml : .signedToken
            }
        self.init(
            provider: login.provider, subject: login.subject, audience: login.audience, claims: login.claims,
            proof: proof, in: pool)
    }
}

extension JSONNode {
    /// The value as JSON: a string with its quotes.
    var json: String { kind == .string ? "\"\(text)\"" : text }
}

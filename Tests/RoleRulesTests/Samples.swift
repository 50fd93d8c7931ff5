import IdentityModel
import StrictJSON

import struct Foundation.Date

@testable import RoleRules

/// ARNs of roles by name.
func role(_ name: String) -> String { "arn:aws:iam::123456789012:role/\(name)" }

extension Claims {
    /// - Parameter text: a JSON object.
    static func sample(_ text: String) throws -> Claims {
        Claims(try JSONDocument(text, limits: .token))
    }
}

extension RuleLogin {
    static let userPoolName: ProviderName = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00"
    static let userPoolKey = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00:app1"
    static let openIDKey = "arn:aws:iam::123456789012:oidc-provider/idp.example.com"
    static let samlKey = "arn:aws:iam::123456789012:saml-provider/office"

    static func userPool(_ claims: String = "{}") throws -> RuleLogin {
        RuleLogin(
            provider: userPoolName, kind: .userPool, mappingKeys: [userPoolKey], subject: "ada", audience: "app1",
            claims: try .sample(claims))
    }

    static func openID(_ claims: String = "{}", _ name: ProviderName = "idp.example.com") throws -> RuleLogin {
        let arn = "arn:aws:iam::123456789012:oidc-provider/\(name)"
        return RuleLogin(
            provider: name, kind: .openID, mappingKeys: [arn, name.rawValue], tagMapKeys: [arn, name.rawValue],
            subject: "ada", audience: "app2", claims: try .sample(claims))
    }

    static func saml(_ claims: String = "{}") throws -> RuleLogin {
        RuleLogin(
            provider: ProviderName(samlKey), kind: .saml, mappingKeys: [samlKey], subject: "ada",
            audience: "urn:sluice",
            claims: try .sample(claims))
    }

    static func social(_ claims: String = "{}", _ name: ProviderName = "accounts.google.com") throws -> RuleLogin {
        RuleLogin(
            provider: name, kind: .social, mappingKeys: [name.rawValue], subject: "ada", audience: "app3",
            claims: try .sample(claims))
    }

    static func developer() throws -> RuleLogin {
        RuleLogin(
            provider: .broker, kind: .developer, mappingKeys: [], subject: "eu-west-1:0", audience: "eu-west-1:1",
            claims: try .sample("{}"))
    }
}

extension RuleCircumstances {
    /// 2030-01-01T00:00:00Z
    static let sample = RuleCircumstances(now: Date(timeIntervalSince1970: 1_893_456_000))
}

extension RoleChooser {
    static let authenticated = role("authenticated")
    static let unauthenticated = role("unauthenticated")

    static func sample(_ mappings: [String: RoleMapping] = [:]) -> RoleChooser {
        RoleChooser(
            authenticatedRoleARN: authenticated, unauthenticatedRoleARN: unauthenticated, mappings: mappings)
    }

    func choose(_ logins: RuleLogin..., requested: String? = nil) throws(RoleRefusal) -> RoleChoice {
        try choose(for: .logins(logins), requested: requested, in: .sample)
    }
}

/// The refusal, or nil when a role was chosen.
func refusal(_ choose: () throws(RoleRefusal) -> RoleChoice) -> RoleRefusal? {
    do throws(RoleRefusal) {
        _ = try choose()
        return nil
    } catch {
        return error
    }
}

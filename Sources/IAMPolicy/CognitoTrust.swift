import StrictJSON

/// The trust policy that lets the people of one pool wear a role.
///
/// - Source: Amazon Cognito Developer Guide, "Role trust and permissions".
package struct CognitoTrust: Sendable {
    /// The name under which roles trust us, as they trust Cognito.
    package static let provider = "cognito-identity.amazonaws.com"

    /// Who of the pool: what must be among the token's methods.
    package enum Audience: Sendable, Hashable {
        case authenticated, unauthenticated
        /// Only those who came by way of one provider: `accounts.google.com`.
        case provider(String)

        fileprivate var method: String {
            switch self {
            case .authenticated: "authenticated"
            case .unauthenticated: "unauthenticated"
            case .provider(let name): name
            }
        }
    }

    package var pool: String
    package var audience: Audience
    /// Whether the pool maps principal tags, which the role must take then.
    package var admitsTags: Bool
    /// Pins the role to these identities; empty for everybody.
    package var identities: [String]

    package init(pool: String, audience: Audience, admitsTags: Bool = false, identities: [String] = []) {
        self.pool = pool
        self.audience = audience
        self.admitsTags = admitsTags
        self.identities = identities
    }

    /// The document to store.
    package var text: String {
        var json = JSONWriter()
        json.beginObject()
        json.member("Version", "2012-10-17")
        json.name("Statement")
        json.beginArray()
        json.beginObject()
        json.member("Effect", "Allow")
        json.name("Principal")
        json.beginObject()
        json.member("Federated", Self.provider)
        json.endObject()
        json.name("Action")
        if admitsTags {
            json.beginArray()
            json.string("sts:AssumeRoleWithWebIdentity")
            json.string("sts:TagSession")
            json.endArray()
        } else {
            json.string("sts:AssumeRoleWithWebIdentity")
        }
        json.name("Condition")
        writeConditions(to: &json)
        json.endObject()
        json.endArray()
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func writeConditions(to json: inout JSONWriter) {
        json.beginObject()
        json.name("StringEquals")
        json.beginObject()
        json.member(Self.provider + ":aud", pool)
        if !identities.isEmpty { json.member(Self.provider + ":sub", identities) }
        json.endObject()
        json.name("ForAnyValue:StringLike")
        json.beginObject()
        json.member(Self.provider + ":amr", audience.method)
        json.endObject()
        json.endObject()
    }
}

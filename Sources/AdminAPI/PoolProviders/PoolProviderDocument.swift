import Federation
import HTTPTypes
import IdentityModel
import StrictJSON

/// One provider of a pool as the admin API shows and takes it. Which members it has is a question of its kind.
enum PoolProviderDocument {
    private static let client = Schema.object([
        .init("clientId", .text(1...128)), .optional("serverSideTokenCheck", .boolean),
    ])

    private static let settings: [Schema.Member] = [
        .optional("appId", .text(1...128), "Of a social provider: our app there. Of Twitter the consumer key alone."),
        .optional("limitedLogin", .boolean, "Of Facebook: whether Limited Login tokens count, too."),
        .optional(
            "clients", .list(client, count: 1...PoolAdministration.mostProviders.userPoolClients),
            "Of a user pool: its app clients."),
    ]

    static let input = Schema.named(
        "PoolProviderSettings",
        .object(
            settings + [
                .optional(
                    "appSecret", .nullable(.text(1...1_024)),
                    "Of a social provider, never shown. Not given: the secret of the same app stays. Null: it goes.")
            ]))

    static let output = Schema.named(
        "PoolProvider",
        .object(
            [
                .init(
                    "provider", .text(0...2_048),
                    "Its key in a Logins map, or the ARN of an OpenID Connect or SAML provider."),
                .init("kind", .text(oneOf: ["social", "userPool", "openId", "saml", "developer"])),
                .optional("keepsSecret", .boolean, "Whether a secret of the app is kept."),
                .optional(
                    "isRegistered", .boolean, "Whether the account has registered the issuer: else no token counts."),
                .optional("issuer", .text(0...2_048)), .optional("clientIds", .list(.text(0...1_024))),
            ] + settings))

    static func write(_ key: String, _ registration: ProviderRegistration, to json: inout JSONWriter) {
        json.beginObject()
        json.member("provider", key)
        switch registration {
        case .social(let appID, let keepsSecret, let limitedLogin):
            json.member("kind", "social")
            json.member("appId", appID)
            json.member("keepsSecret", keepsSecret)
            json.member("limitedLogin", limitedLogin)
        case .userPool(let clients):
            json.member("kind", "userPool")
            json.name("clients")
            json.beginArray()
            for client in clients {
                json.beginObject()
                json.member("clientId", client.clientID)
                json.member("serverSideTokenCheck", client.serverSideTokenCheck)
                json.endObject()
            }
            json.endArray()
        case .openID(let registered):
            json.member("kind", "openId")
            json.member("isRegistered", registered != nil)
            if let issuer = registered?.issuer { json.member("issuer", issuer.url) }
            json.member("clientIds", registered?.clientIDs ?? [])
        case .saml: json.member("kind", "saml")
        case .developer: json.member("kind", "developer")
        }
        json.endObject()
    }

    /// Which kind of provider a key names.
    private enum Kind {
        case social, userPool, openID, saml

        init(_ key: String) {
            self =
                if key.hasPrefix("arn:"), key.contains(":oidc-provider/") {
                    .openID
                } else if key.hasPrefix("arn:") {
                    .saml
                } else {
                    key.hasPrefix("cognito-idp.") ? .userPool : .social
                }
        }

        /// The members that a body for it may have, and must.
        var members: (possible: Set<String>, required: String?) {
            switch self {
            case .social: (["appId", "appSecret", "limitedLogin"], "appId")
            case .userPool: (["clients"], "clients")
            case .openID, .saml: ([], nil)
            }
        }
    }

    /// - Throws: every member that providers of that kind do not have, or lack.
    static func read(_ body: JSONNode, for key: String) throws(Problem) -> ProviderChange {
        var mistakes: [Mistake] = []
        let kind = Kind(key)
        if key.utf8.count > (key.hasPrefix("arn:") ? 2_048 : 128) {
            mistakes.append(Mistake(.parameter("provider"), "is too long"))
        }
        for (name, _) in body.members where !kind.members.possible.contains(name) {
            mistakes.append(Mistake(.body(pointer: "/\(name)"), "is not known of such a provider"))
        }
        if let name = kind.members.required, body[name] == nil {
            mistakes.append(Mistake(.body(pointer: "/\(name)"), "is missing"))
        }
        let name = ProviderName(key)
        if name == .twitter, body.text("appId")?.contains(";") ?? false {
            mistakes.append(
                Mistake(.body(pointer: "/appId"), "must be the consumer key alone; its secret is appSecret"))
        }
        guard mistakes.isEmpty else { throw .invalid(mistakes) }
        switch kind {
        case .social:
            let secret: ProviderChange.SecretChange =
                body["appSecret"].map { .set($0.string.map { Secret($0) }) } ?? .keep
            return .social(
                appID: body.text("appId") ?? "", secret: secret, limitedLogin: body.flag("limitedLogin") ?? false)
        case .userPool:
            return .userPool(
                (body["clients"].map { Array($0.elements) } ?? []).map {
                    IdentityPool.UserPoolClient(
                        name: name, clientID: $0.text("clientId") ?? "",
                        serverSideTokenCheck: $0.flag("serverSideTokenCheck") ?? false)
                })
        case .openID: return .openID
        case .saml: return .saml
        }
    }
}

import AccessManagement
import HTTPTypes
import IdentityModel
import STS
import StrictJSON
import WebTokens

/// A registered OpenID Connect issuer as the admin API shows and takes it.
enum OpenIDProviderDocument {
    private static let algorithms = SignatureAlgorithm.allCases.map(\.rawValue)

    private static let settings: [Schema.Member] = [
        .init(
            "clientIds", .list(.text(1...255), count: 0...OpenIDProviders.clientLimit),
            "Our apps there; without one no token counts."),
        .optional(
            "thumbprints", .list(.text(40...40), count: 0...OpenIDProviders.thumbprintLimit),
            "Kept for the API's sake: they enforce nothing."),
        .optional("keySetUrl", .text(1...2_048), "Where the keys are; discovery is then not asked."),
        .optional(
            "discoveryUrl", .text(1...2_048), "Where the discovery document is, when it is not below the issuer."),
        .optional("certificateAuthority", .text(1...65_536), "PEM of a private authority, in place of the system's."),
        .optional(
            "algorithms",
            .list(.text(oneOf: algorithms), count: 1...algorithms.count),
            "Those that are admitted, where it is not the usual ones."),
        .optional(
            "trustedAudiences", .list(.text(1...255), count: 0...OpenIDProviders.trustedAudienceLimit),
            "Foreign audiences that may stand beside ours."),
        .optional(
            "tags",
            .map(
                .text(TextRule(length: 0...256, form: .tagText)), keys: TextRule(length: 1...128, form: .tagText),
                count: 0...Tag.limit)),
    ]

    private static let url = Schema.Member("url", .text(1...255), "The issuer, with its scheme. It stays.")

    static let input = Schema.named("OpenIDProviderSettings", .object(settings))
    static let new = Schema.named("NewOpenIDProvider", .object([url] + settings))
    static let output = Schema.named(
        "OpenIDProvider",
        .object(
            [
                .init("key", .text(), "Its place below `/openid-providers`, and its key in a Logins map."),
                .init("arn", .text(0...2_048)), .init("createdAt", .text(.time)), url,
            ] + settings))

    static let summary = Schema.named(
        "OpenIDProviderSummary",
        .object([.init("key", .text()), .init("arn", .text(0...2_048)), .init("url", .text())]))

    static func write(_ details: OpenIDProviderDetails, to json: inout JSONWriter) {
        let provider = details.provider
        let issuer = provider.issuer
        json.beginObject()
        json.member("key", provider.name.rawValue)
        json.member("arn", provider.arn)
        json.member("createdAt", RFC3339.text(details.createdAt))
        json.member("url", issuer.url)
        json.member("clientIds", provider.clientIDs)
        json.member("thumbprints", provider.thumbprints)
        if let url = issuer.keySetURL { json.member("keySetUrl", url) }
        if let url = issuer.discoveryURL { json.member("discoveryUrl", url) }
        if let authority = issuer.certificateAuthority { json.member("certificateAuthority", authority) }
        if let algorithms = issuer.algorithms { json.member("algorithms", algorithms) }
        json.member("trustedAudiences", issuer.trustedAudiences)
        json.name("tags")
        json.tags(details.tags)
        json.endObject()
    }

    static func tag(_ details: OpenIDProviderDetails) -> EntityTag {
        var json = JSONWriter(capacity: 1_024)
        write(details, to: &json)
        return EntityTag(of: json.bytes)
    }

    struct Settings {
        let issuer: OpenIDIssuer
        let clientIDs: [String]
        let thumbprints: [String]
        let tags: [Tag]
    }

    /// - Parameter url: nil when the body does not say it.
    static func read(_ body: JSONNode, url: String?, _ providers: OpenIDProviders) throws(Problem) -> Settings {
        var mistakes: [Mistake] = []
        if let url, !providers.admits(issuerURL: url) {
            mistakes.append(Mistake(.body(pointer: "/url"), "must be a URL that begins with https://, without a query"))
        }
        for member in ["keySetUrl", "discoveryUrl"] {
            if let text = body.text(member), !providers.admits(documentURL: text) {
                mistakes.append(Mistake(.body(pointer: "/\(member)"), "must be a URL that begins with https://"))
            }
        }
        if let text = body.text("certificateAuthority"), !text.contains("-----BEGIN CERTIFICATE-----") {
            mistakes.append(Mistake(.body(pointer: "/certificateAuthority"), "must hold a certificate in PEM"))
        }
        guard mistakes.isEmpty else { throw .invalid(mistakes) }
        return Settings(
            issuer: OpenIDIssuer(
                url: url ?? "", keySetURL: body.text("keySetUrl"), discoveryURL: body.text("discoveryUrl"),
                certificateAuthority: body.text("certificateAuthority"), algorithms: body.texts("algorithms"),
                trustedAudiences: body.texts("trustedAudiences") ?? []),
            clientIDs: body.texts("clientIds") ?? [], thumbprints: body.texts("thumbprints") ?? [],
            tags: (body.textMap("tags") ?? [:]).map { Tag(key: $0.key, value: $0.value) })
    }
}

extension AdminAnswer {
    static func openIDProvider(_ details: OpenIDProviderDetails, isNew: Bool = false) -> AdminAnswer {
        let key = PercentEncoding.encode(details.provider.name.rawValue)
        return .tagged(isNew ? .created : .ok, location: isNew ? "/openid-providers/\(key)" : nil) {
            OpenIDProviderDocument.write(details, to: &$0)
        }
    }
}

extension AdminCall {
    /// The ARN of the provider that the path names by its key: the issuer without its scheme, percent-encoded.
    var openIDProviderARN: String {
        OpenIDProvider.arn(account: caller.account, url: "https://\(parameter("provider"))")
    }
}

import IdentityModel
import StrictJSON

/// What was found out about an issuer before anybody signs in there.
///
/// This room knows no providers; whoever puts the house together says how an issuer is looked at.
package struct IssuerReport: Sendable {
    package var isSound: Bool
    package var discoveryURL: String?
    package var keySetURL: String?
    package var keys: [Key] = []
    package var findings: [Finding] = []

    package typealias Look = @Sendable (OpenIDIssuer) async -> IssuerReport

    package struct Key: Sendable {
        package let id: String?
        package let kind: String?
        /// Empty for a key that would not be used.
        package let algorithms: [String]

        package init(id: String?, kind: String?, algorithms: [String]) {
            self.id = id
            self.kind = kind
            self.algorithms = algorithms
        }
    }

    package struct Finding: Sendable {
        /// `refused` or `note`.
        package let weight: String
        package let place: String
        package let code: String
        package let text: String

        package init(weight: String, place: String, code: String, text: String) {
            self.weight = weight
            self.place = place
            self.code = code
            self.text = text
        }
    }

    package init(isSound: Bool) {
        self.isSound = isSound
    }

    static let schema = Schema.named(
        "IssuerReport",
        .object([
            .init("isSound", .boolean, "Whether nothing was found for which logins would be refused."),
            .optional("discoveryUrl", .text(0...4_096)), .optional("keySetUrl", .text(0...4_096)),
            .init(
                "keys",
                .list(
                    .object([
                        .optional("kid", .text(0...4_096)), .optional("kind", .text(0...4_096)),
                        .init("algorithms", .list(.text()), "Empty: the key would not be used."),
                    ]))),
            .init(
                "findings",
                .list(
                    .object([
                        .init("weight", .text(oneOf: ["refused", "note"])), .init("place", .text(0...4_096)),
                        .init("code", .text()), .init("text", .text(0...8_192)),
                    ]), count: 0...10_000)),
        ]))

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("isSound", isSound)
        if let url = discoveryURL { json.member("discoveryUrl", url) }
        if let url = keySetURL { json.member("keySetUrl", url) }
        json.name("keys")
        json.beginArray()
        for key in keys {
            json.beginObject()
            if let id = key.id { json.member("kid", id) }
            if let kind = key.kind { json.member("kind", kind) }
            json.member("algorithms", key.algorithms)
            json.endObject()
        }
        json.endArray()
        json.name("findings")
        json.beginArray()
        for finding in findings {
            json.map([
                "weight": finding.weight, "place": finding.place, "code": finding.code, "text": finding.text,
            ])
        }
        json.endArray()
        json.endObject()
    }
}

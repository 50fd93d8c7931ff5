import IdentityModel
import Storage
import StrictJSON

import struct Foundation.UUID

/// Identities as the admin API shows them.
enum IdentityDocument {
    private static let shared: [Schema.Member] = [
        .init("id", .text(.identityID)),
        .init("state", .text(oneOf: ["guest", "authenticated", "disabled"]), "As clients meet it."),
        .optional(
            "disabledBecause", .text(oneOf: ["administrator", "merged", "noLogins"]),
            "An administrator can enable it again; the others are for good."),
        .optional("mergedInto", .text(.identityID), "The identity that took its place."),
        .init("createdAt", .text(.time)), .init("modifiedAt", .text(.time)),
    ]

    static let summary = Schema.named(
        "IdentitySummary", .object(shared + [.init("providers", .list(.text(1...2_048)))]))

    static let login = Schema.named(
        "LinkedLogin",
        .object([
            .init("provider", .text(1...2_048)), .init("subject", .text(1...2_048)), .init("developer", .boolean),
            .optional("audience", .text(1...2_048), "The app that it was first proven for."),
            .init("firstUsedAt", .text(.time)),
            .optional("lastUsedAt", .text(.time), "The last use was less than an hour after it."),
        ]))

    static let output = Schema.named(
        "Identity",
        .object(
            shared + [
                .optional("disabledAt", .text(.time), "When an administrator disabled it."),
                .init("aliases", .integer(0...Int64.max), "Ids of merged identities that lead here."),
                .init("logins", .list(login)),
            ]))

    static func write(_ identity: IdentityDetails, in pool: IdentityPoolID, to json: inout JSONWriter) {
        json.beginObject()
        json.member("id", pool.identity(identity.id))
        write(identity.standing, to: &json)
        if let heir = identity.mergedInto { json.member("mergedInto", pool.identity(heir)) }
        json.member("createdAt", RFC3339.text(identity.createdAt))
        json.member("modifiedAt", RFC3339.text(identity.modifiedAt))
        if let date = identity.suspendedAt { json.member("disabledAt", RFC3339.text(date)) }
        json.member("aliases", Int64(identity.aliases))
        json.name("logins")
        write(identity.logins, to: &json)
        json.endObject()
    }

    static func write(_ identity: IdentitySummary, in pool: IdentityPoolID, to json: inout JSONWriter) {
        json.beginObject()
        json.member("id", pool.identity(identity.id))
        write(identity.standing, to: &json)
        if let heir = identity.mergedInto { json.member("mergedInto", pool.identity(heir)) }
        json.member("createdAt", RFC3339.text(identity.createdAt))
        json.member("modifiedAt", RFC3339.text(identity.modifiedAt))
        json.member("providers", identity.providers.map(\.rawValue))
        json.endObject()
    }

    static func write(_ logins: [IdentityDetails.LinkedLogin], to json: inout JSONWriter) {
        json.beginArray()
        for login in logins {
            json.beginObject()
            json.member("provider", login.provider.rawValue)
            json.member("subject", login.subject)
            json.member("developer", login.isDeveloper)
            if !login.audience.isEmpty { json.member("audience", login.audience) }
            json.member("firstUsedAt", RFC3339.text(login.linkedAt))
            if let date = login.lastUsedAt { json.member("lastUsedAt", RFC3339.text(date)) }
            json.endObject()
        }
        json.endArray()
    }

    private static func write(_ standing: IdentityStanding, to json: inout JSONWriter) {
        json.member("state", standing.state.rawValue)
        if case .disabled(let reason) = standing { json.member("disabledBecause", reason.rawValue) }
    }
}

extension IdentityPoolID {
    /// As clients know an identity of the pool.
    func identity(_ id: UUID) -> String { "\(IdentityID(region: region, uuid: id))" }
}

extension AdminCall {
    /// The pool in the path; nil when it is no id, and then no room finds it.
    var poolID: IdentityPoolID? { IdentityPoolID(parameter("poolId")) }

    /// What `If-Match` demands of an identity; nil for whatever it is.
    var expectation: IdentityStore.Expectation? {
        guard let precondition, precondition != .any else { return nil }
        return { precondition.admits(.identity($0)) }
    }
}

extension EntityTag {
    static func identity(_ revision: String) -> EntityTag { EntityTag(text: "\"\(revision)\"") }
}

extension AdminAnswer {
    static func identity(_ identity: IdentityDetails, in call: AdminCall) throws(Problem) -> AdminAnswer {
        guard let pool = call.poolID else { throw .notFound("There is no such pool.") }
        return .json(tag: .identity(identity.revision)) { IdentityDocument.write(identity, in: pool, to: &$0) }
    }
}

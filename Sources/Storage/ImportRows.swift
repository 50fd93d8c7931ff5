import IdentityModel
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// The rows of a batch as one parameter: `{"identities": […], "logins": […], "merges": […]}`, whose members are named as
/// the statements of `IdentityStore.bring` name them. Times are microseconds since 1970.
struct ImportRows {
    private var json = JSONWriter(capacity: 65_536)

    init(_ items: [ArchivedItem]) {
        let identities = items.compactMap { item in if case .identity(let identity) = item { identity } else { nil } }
        json.beginObject()
        list("identities", identities) { json, identity in
            json.member("id", identity.id)
            json.member("state", identity.state.rawValue)
            json.member("suspended", identity.suspendedAt)
            json.member("into", identity.mergedInto)
            json.member("created", identity.createdAt)
            json.member("modified", identity.modifiedAt)
        }
        list("logins", identities.flatMap { identity in identity.logins.map { (identity.id, $0) } }) { json, entry in
            let (identity, login) = entry
            json.member("provider", login.provider.rawValue)
            json.member("subject", login.subject)
            json.member("identity", identity)
            json.member("developer", login.isDeveloper)
            json.member("audience", login.audience)
            json.member("linked", login.linkedAt)
            json.member("used", login.lastUsedAt)
        }
        list("merges", items.compactMap { item in if case .merge(let merge) = item { merge } else { nil } }) {
            json, merge in
            json.member("id", merge.id)
            json.member("survivor", merge.survivor)
            json.member("absorbed", merge.absorbed)
            json.member("state", merge.absorbedState.rawValue)
            json.name("moved")
            json.beginArray()
            for login in merge.moved { json.strings([login.provider.rawValue, login.subject]) }
            json.endArray()
            json.member("aliases", merge.aliases.map(\.capitals))
            json.member("merged", merge.mergedAt)
            json.member("undone", merge.undoneAt)
        }
        json.endObject()
    }

    var text: String { String(decoding: json.bytes, as: UTF8.self) }

    private mutating func list<Item>(_ name: String, _ items: [Item], _ write: (inout JSONWriter, Item) -> Void) {
        json.name(name)
        json.beginArray()
        for item in items {
            json.beginObject()
            write(&json, item)
            json.endObject()
        }
        json.endArray()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ id: UUID?) {
        self.name(name)
        if let id { string(id.capitals) } else { null() }
    }

    fileprivate mutating func member(_ name: String, _ date: Date?) {
        self.name(name)
        if let date { integer(date.microseconds) } else { null() }
    }
}

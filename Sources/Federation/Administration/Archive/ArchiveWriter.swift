import IdentityModel
import Storage
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// Writes the lines of an archive of identities: JSON Lines, each line whole in itself.
///
/// A header says whose identities they are; identities and merges follow; the end says how many there were, so that an
/// archive that broke off is told from one that is whole.
struct ArchiveWriter {
    private let pool: IdentityPoolID
    private(set) var identities = 0
    private(set) var merges = 0

    /// Of the form, in the header.
    static let version: Int64 = 1

    init(of pool: IdentityPoolID) {
        self.pool = pool
    }

    func header(at now: Date) -> [UInt8] {
        line("header") { json in
            json.member("version", Self.version)
            json.member("pool", "\(pool)")
            json.member("exportedAt", ArchiveTime.text(now))
        }
    }

    mutating func line(_ item: ArchivedItem) -> [UInt8] {
        switch item {
        case .identity(let identity):
            identities += 1
            return line(identity)
        case .merge(let merge):
            merges += 1
            return line(merge)
        }
    }

    func end() -> [UInt8] {
        line("end") { json in
            json.member("identities", Int64(identities))
            json.member("merges", Int64(merges))
        }
    }

    private func line(_ identity: IdentityDetails) -> [UInt8] {
        line("identity") { json in
            json.member("identityId", id(identity.id))
            json.member("state", identity.state.rawValue)
            json.member("createdAt", ArchiveTime.text(identity.createdAt))
            json.member("modifiedAt", ArchiveTime.text(identity.modifiedAt))
            if let date = identity.suspendedAt { json.member("disabledAt", ArchiveTime.text(date)) }
            if let heir = identity.mergedInto { json.member("mergedInto", id(heir)) }
            json.name("logins")
            json.beginArray()
            for login in identity.logins {
                json.beginObject()
                json.member("provider", login.provider.rawValue)
                json.member("subject", login.subject)
                if login.isDeveloper { json.member("developer", true) }
                if !login.isDeveloper, !login.audience.isEmpty { json.member("audience", login.audience) }
                json.member("linkedAt", ArchiveTime.text(login.linkedAt))
                if let date = login.lastUsedAt { json.member("lastUsedAt", ArchiveTime.text(date)) }
                json.endObject()
            }
            json.endArray()
        }
    }

    private func line(_ merge: ArchivedMerge) -> [UInt8] {
        line("merge") { json in
            json.member("mergeId", merge.id.text)
            json.member("survivor", id(merge.survivor))
            json.member("absorbed", id(merge.absorbed))
            json.member("absorbedState", merge.absorbedState.rawValue)
            json.name("moved")
            json.beginArray()
            for login in merge.moved {
                json.beginObject()
                json.member("provider", login.provider.rawValue)
                json.member("subject", login.subject)
                json.endObject()
            }
            json.endArray()
            json.member("aliases", merge.aliases.map { id($0) })
            json.member("mergedAt", ArchiveTime.text(merge.mergedAt))
            if let date = merge.undoneAt { json.member("undoneAt", ArchiveTime.text(date)) }
        }
    }

    private func id(_ uuid: UUID) -> String { "\(IdentityID(region: pool.region, uuid: uuid))" }

    private func line(_ kind: String, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("kind", kind)
        write(&json)
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }
}

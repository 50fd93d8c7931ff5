import IdentityModel
import Storage
import StrictJSON

import struct Foundation.Date

/// An identity as the API shows it: the keys of its providers, and no member for them when there is none. Disabled
/// identities show none; of one that an administrator has disabled they are kept.
struct IdentityOutput: Sendable {
    let id: String
    let description: IdentityDescription

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("CreationDate")
        json.milliseconds(description.createdAt)
        json.member("IdentityId", id)
        json.name("LastModifiedDate")
        json.milliseconds(description.modifiedAt)
        if !description.providers.isEmpty, description.suspendedAt == nil {
            json.member("Logins", description.providers)
        }
        json.endObject()
    }
}

extension JSONWriter {
    /// Seconds since 1970 with three places: that is how the service writes these dates.
    fileprivate mutating func milliseconds(_ date: Date) {
        let total = Int64((date.timeIntervalSince1970 * 1_000).rounded(.down))
        let fraction = String(total % 1_000)
        raw("\(total / 1_000).\(String(repeating: "0", count: 3 - fraction.utf8.count))\(fraction)")
    }
}

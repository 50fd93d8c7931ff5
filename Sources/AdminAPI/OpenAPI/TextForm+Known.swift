import IdentityModel

import struct Foundation.Date
import struct Foundation.UUID

extension TextForm {
    /// `us-east-1:11112222-3333-4444-5555-666677778888`.
    package static let poolID = TextForm(pattern: regionalID, "the id of an identity pool") {
        IdentityPoolID($0) != nil
    }
    package static let identityID = TextForm(pattern: regionalID, "the id of an identity") { IdentityID($0) != nil }
    package static let uuid = TextForm(format: "uuid", "a UUID") { $0.utf8.count == 36 && UUID(uuidString: $0) != nil }
    /// RFC 3339, in UTC or with an offset.
    package static let time = TextForm(format: "date-time", "a time such as 2026-11-28T06:00:00Z") {
        RFC3339.date($0) != nil
    }

    private static let regionalID =
        "^[a-z0-9-]+:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
}

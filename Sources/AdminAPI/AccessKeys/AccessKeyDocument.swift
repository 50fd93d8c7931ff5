import IdentityModel
import StrictJSON

/// An access key as the admin API shows it: everything but the secret.
enum AccessKeyDocument {
    private static let members: [Schema.Member] = [
        .init("id", .text()), .init("isActive", .boolean), .init("createdAt", .text(.time)),
    ]

    static let output = Schema.named("AccessKey", .object(members))
    static let new = Schema.named(
        "NewAccessKey", .object(members + [.init("secretAccessKey", .text(), "Shown this one time.")]))

    static func write(_ key: AccessKey, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(key, to: &json)
        json.endObject()
    }

    static func writeMembers(_ key: AccessKey, to json: inout JSONWriter) {
        json.member("id", "\(key.id)")
        json.member("isActive", key.isActive)
        json.member("createdAt", RFC3339.text(key.createdAt))
    }

    static func tag(_ key: AccessKey) -> EntityTag {
        var json = JSONWriter()
        write(key, to: &json)
        return EntityTag(of: json.bytes)
    }
}

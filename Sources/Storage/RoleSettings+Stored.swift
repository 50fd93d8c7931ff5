import IdentityModel
import Postgres
import StrictJSON

/// Role configurations as the database keeps them: one text, never looked into by SQL.
extension RoleSettings {
    /// `{"authenticated": …, "unauthenticated": …, "mappings": {key: [kind, ambiguous, rules, own form, version]}}`.
    init(_ row: PostgresRow, _ column: Int, tests: String) throws(PostgresError) {
        let root = try row.json(column)
        var mappings: [String: RoleMapping] = [:]
        guard let entries = root["mappings"]?.members else {
            throw .undecodable(column: column, expected: "role settings")
        }
        for (key, entry) in entries {
            guard let mapping = RoleMapping(stored: entry) else {
                throw .undecodable(column: column, expected: "role mappings")
            }
            mappings[key] = mapping
        }
        self.init(
            authenticatedRoleARN: root["authenticated"]?.string,
            unauthenticatedRoleARN: root["unauthenticated"]?.string,
            mappings: mappings, tests: tests)
    }

    /// Without the test cases, which have a column of their own.
    var stored: String {
        var json = JSONWriter()
        json.beginObject()
        if let authenticatedRoleARN { json.member("authenticated", authenticatedRoleARN) }
        if let unauthenticatedRoleARN { json.member("unauthenticated", unauthenticatedRoleARN) }
        json.name("mappings")
        json.beginObject()
        for (key, mapping) in mappings.sorted(by: { $0.key < $1.key }) {
            json.name(key)
            json.beginArray()
            json.string(mapping.storedKind)
            json.string(mapping.ambiguousRoleResolution.rawValue)
            json.raw(mapping.storedRules)
            if let own = mapping.storedOwnForm {
                json.string(own.text)
                json.integer(own.version)
            }
            json.endArray()
        }
        json.endObject()
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

import StrictJSON

extension RoleConfigurationDiff {
    /// `defaultRoles`, `mappings` and `tests`, into an object that has been begun.
    package func writeMembers(to json: inout JSONWriter) {
        json.name("defaultRoles")
        json.beginObject()
        authenticatedRole?.write(as: "authenticated", to: &json)
        unauthenticatedRole?.write(as: "unauthenticated", to: &json)
        json.endObject()
        json.name("mappings")
        json.beginArray()
        for mapping in mappings { mapping.write(to: &json) }
        json.endArray()
        json.name("tests")
        json.beginArray()
        for test in tests {
            json.beginObject()
            json.member("name", test.name)
            json.member("kind", test.kind.rawValue)
            json.endObject()
        }
        json.endArray()
    }
}

extension RoleConfigurationDiff.Change<String> {
    fileprivate func write(as name: String, to json: inout JSONWriter) {
        json.name(name)
        json.beginObject()
        if let from { json.member("from", from) }
        if let to { json.member("to", to) }
        json.endObject()
    }
}

extension RoleConfigurationDiff.MappingChange {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("key", key)
        json.member("kind", kind.rawValue)
        type?.write(as: "type", to: &json)
        otherwise?.write(as: "otherwise", to: &json)
        json.name("rules")
        json.beginArray()
        for rule in rules {
            json.beginObject()
            json.member("kind", rule.kind.rawValue)
            if let from = rule.from { json.member("from", Int64(from)) }
            if let to = rule.to { json.member("to", Int64(to)) }
            if let old = rule.old {
                json.name("old")
                old.write(to: &json)
            }
            if let new = rule.new {
                json.name("new")
                new.write(to: &json)
            }
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

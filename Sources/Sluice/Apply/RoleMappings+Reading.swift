import RoleRules
import StrictJSON
import StrictYAML

/// Role mappings in a declarative file: the JSON form, written as YAML, read by the reader that reads all of them.
extension YAMLFields {
    func roleMappings(_ name: String) -> [String: MappingDocument]? {
        guard let section = section(name) else { return nil }
        if section.names.count > RoleConfiguration.mostMappings {
            note("has more than \(RoleConfiguration.mostMappings)", at: name)
        }
        var mappings: [String: MappingDocument] = [:]
        for key in section.names {
            mappings[key] = section.read(key) { text throws(MappingMistakes) in
                try MappingDocument(parsing: text, admitsRoleNames: true)
            }
        }
        return mappings
    }

    func roleTests(_ name: String) -> [RoleTest]? {
        guard has(name) else { return nil }
        return read(name) { text throws(MappingMistakes) in
            try RoleConfiguration.tests(parsing: text, admitsRoleNames: true)
        }
    }

    private func read<Value>(_ name: String, _ read: (String) throws(MappingMistakes) -> Value) -> Value? {
        guard let text = json(name) else { return nil }
        do throws(MappingMistakes) {
            return try read(text)
        } catch {
            for mistake in error.mistakes {
                note("\(mistake.reason)", at: name, inside: mistake.steps)
            }
            return nil
        }
    }
}

import IdentityModel
import StrictJSON

extension JSONLimits {
    /// Whole role configurations in their JSON form.
    package static let roleConfiguration = JSONLimits(
        depth: 28, members: 1_000, stringBytes: 16_384, totalBytes: 262_144)
}

extension RoleConfiguration {
    /// - Throws: every mistake in the text, with its place.
    package init(parsing text: String) throws(MappingMistakes) {
        try self.init(try Self.document(text).root)
    }

    package init(_ node: JSONNode) throws(MappingMistakes) {
        let limit = JSONLimits.roleConfiguration.totalBytes
        guard node.text.utf8.count <= limit else {
            throw MappingMistakes(mistakes: [MappingMistake("", .tooLong(limit: limit))])
        }
        var reader = MappingReader()
        let configuration = reader.configuration(node)
        guard let configuration, reader.mistakes.isEmpty else { throw MappingMistakes(mistakes: reader.mistakes) }
        self = configuration
    }

    /// A list of test cases alone.
    ///
    /// - Parameter admitsRoleNames: whether a role may be named by its name alone.
    package static func tests(parsing text: String, admitsRoleNames: Bool = false) throws(MappingMistakes) -> [RoleTest]
    {
        if text == RoleSettings.noTests { return [] }
        let node = try document(text).root
        var reader = MappingReader(admitsRoleNames: admitsRoleNames)
        let tests = reader.tests(node, [])
        guard reader.mistakes.isEmpty else { throw MappingMistakes(mistakes: reader.mistakes) }
        return tests
    }

    private static func document(_ text: String) throws(MappingMistakes) -> JSONDocument {
        do throws(JSONError) {
            return try JSONDocument(text, limits: .roleConfiguration)
        } catch {
            throw MappingMistakes(mistakes: [MappingMistake("", .malformed(error))])
        }
    }

    package var json: String {
        var json = JSONWriter()
        json.beginObject()
        writeMembers(to: &json)
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// `defaultRoles`, `mappings` and `tests`, into an object that has been begun.
    package func writeMembers(to json: inout JSONWriter) {
        json.name("defaultRoles")
        json.beginObject()
        if let authenticatedRoleARN { json.member("authenticated", authenticatedRoleARN) }
        if let unauthenticatedRoleARN { json.member("unauthenticated", unauthenticatedRoleARN) }
        json.endObject()
        json.name("mappings")
        json.beginObject()
        for (key, mapping) in sortedMappings {
            json.name(key)
            mapping.write(to: &json)
        }
        json.endObject()
        json.name("tests")
        json.raw(Self.text(of: tests))
    }
}

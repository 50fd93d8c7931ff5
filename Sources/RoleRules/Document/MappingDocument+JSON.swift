import IdentityModel
import StrictJSON

extension JSONLimits {
    /// Role mappings in their JSON form.
    package static let mapping = JSONLimits(depth: 24, members: 1_000, stringBytes: 16_384, totalBytes: 262_144)
}

extension MappingDocument {
    /// - Parameter admitsRoleNames: whether a role may be named by its name alone.
    /// - Throws: every mistake in the text.
    package init(parsing text: String, admitsRoleNames: Bool = false) throws(MappingMistakes) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(text, limits: .mapping)
        } catch {
            throw MappingMistakes(mistakes: [MappingMistake("", .malformed(error))])
        }
        try self.init(document.root, admitsRoleNames: admitsRoleNames)
    }

    /// - Parameter admitsRoleNames: whether a role may be named by its name alone.
    package init(_ node: JSONNode, admitsRoleNames: Bool = false) throws(MappingMistakes) {
        var reader = MappingReader(admitsRoleNames: admitsRoleNames)
        let mapping = reader.mapping(node)
        guard let mapping, reader.mistakes.isEmpty else { throw MappingMistakes(mistakes: reader.mistakes) }
        self = mapping
    }

    /// The mapping in its JSON form. Reading it back makes the same mapping.
    package var json: String {
        var json = JSONWriter()
        write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        switch source {
        case .token: json.member("type", "token")
        case .rules: json.member("type", "rules")
        }
        json.member("otherwise", ambiguousRoleResolution == .deny ? "deny" : "authenticatedRole")
        if case .rules(let rules) = source {
            json.name("rules")
            json.beginArray()
            for rule in rules { rule.write(to: &json) }
            json.endArray()
        }
        json.endObject()
    }
}

extension MappingRule {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        if let name { json.member("name", name) }
        json.name("when")
        condition.write(to: &json)
        json.member("role", roleARN)
        if let seconds = session.seconds { json.member("sessionSeconds", Int64(seconds)) }
        if !session.tags.isEmpty {
            json.name("tags")
            json.beginObject()
            for tag in session.tags {
                json.name(tag.key)
                json.beginObject()
                switch tag.source {
                case .text(let text): json.member("value", text)
                case .subject(let subject): subject.write(to: &json)
                }
                json.endObject()
            }
            json.endObject()
        }
        json.endObject()
    }
}

extension ClaimCondition {
    package func write(to json: inout JSONWriter) {
        json.beginObject()
        switch self {
        case .test(let test): test.write(to: &json)
        case .not(let part):
            json.name("not")
            part.write(to: &json)
        case .all(let parts): Self.write(parts, as: "all", to: &json)
        case .any(let parts): Self.write(parts, as: "any", to: &json)
        }
        json.endObject()
    }

    private static func write(_ parts: [ClaimCondition], as name: String, to json: inout JSONWriter) {
        json.name(name)
        json.beginArray()
        for part in parts { part.write(to: &json) }
        json.endArray()
    }
}

extension RuleSubject {
    fileprivate func write(to json: inout JSONWriter) {
        switch self {
        case .claim(let name): json.member("claim", name)
        case .path(let path): json.member("path", path.description)
        case .request(let fact): json.member("request", fact.rawValue)
        }
    }
}

extension ClaimTest {
    fileprivate func write(to json: inout JSONWriter) {
        subject.write(to: &json)
        json.name(OperatorName.name(of: self))
        switch comparison {
        case .text(let test): json.string(test.text)
        case .list(let test): Self.write(test.texts, to: &json)
        case .pattern(let test): json.string(test.text)
        case .network(let test): Self.write(test.networks.map(\.text), to: &json)
        case .number(let test): json.raw(test.text)
        case .presence(let wanted): json.bool(wanted)
        case .time(let test):
            switch test.operand {
            case .before(let moment), .after(let moment): json.string(moment.text)
            case .olderThan(let seconds), .youngerThan(let seconds): json.integer(seconds)
            }
        }
        if acceptsUnverified { json.member("acceptsUnverified", true) }
    }

    private static func write(_ texts: [String], to json: inout JSONWriter) {
        json.beginArray()
        for text in texts { json.string(text) }
        json.endArray()
    }
}

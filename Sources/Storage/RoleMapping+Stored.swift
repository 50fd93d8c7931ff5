import IdentityModel
import StrictJSON

/// Role mappings and principal tag maps as the database keeps them.
extension RoleMapping {
    /// `[kind, ambiguous, [[claim, match, value, role], …], own form, version]`; the last two may be left out.
    init?(stored node: JSONNode) {
        let fields = Array(node.elements)
        guard [3, 5].contains(fields.count), let kind = fields[0].string,
            let ambiguous = fields[1].string.flatMap(AmbiguousRoleResolution.init(rawValue:))
        else { return nil }
        switch kind {
        case "Token": self.init(.token, otherwise: ambiguous)
        case "Rules":
            var rules: [RoleRule] = []
            for entry in fields[2].elements {
                guard let rule = RoleRule(stored: entry) else { return nil }
                rules.append(rule)
            }
            self.init(.rules(rules), otherwise: ambiguous)
        case "Own":
            guard let text = fields.dropFirst(3).first?.string, let version = fields[4].number?.integer else {
                return nil
            }
            self.init(.ownForm(OwnFormMapping(text, version: version)), otherwise: ambiguous)
        default: return nil
        }
    }

    var storedKind: String {
        switch source {
        case .token: "Token"
        case .rules: "Rules"
        case .ownForm: "Own"
        }
    }

    var storedOwnForm: OwnFormMapping? {
        if case .ownForm(let own) = source { own } else { nil }
    }

    var storedRules: String {
        var json = JSONWriter()
        json.beginArray()
        if case .rules(let rules) = source {
            for rule in rules { json.strings([rule.claim, rule.match.rawValue, rule.value, rule.roleARN]) }
        }
        json.endArray()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension RoleRule {
    fileprivate init?(stored node: JSONNode) {
        let fields = node.elements.compactMap(\.string)
        guard fields.count == 4, let match = Match(rawValue: fields[1]) else { return nil }
        self.init(fields[0], match, fields[2], gives: fields[3])
    }
}

extension PrincipalTagMap {
    /// `[uses defaults, {tag: claim, …}]`.
    init?(stored node: JSONNode) {
        let fields = Array(node.elements)
        guard fields.count == 2, let usesDefaults = fields[0].bool else { return nil }
        self.init(usesDefaults: usesDefaults)
        for (key, claim) in fields[1].members { claims[key] = claim.string }
    }
}

extension PostgresJSON {
    /// An object of texts, sorted by name.
    static func object(_ members: [String: String]) -> String {
        var json = JSONWriter()
        json.beginObject()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) { json.member(name, value) }
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

/// Texts for `jsonb` parameters.
enum PostgresJSON {}

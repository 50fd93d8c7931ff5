import IdentityModel
import StrictJSON

/// Reads the JSON form of a mapping and gathers every mistake on the way.
///
/// What is read in spite of a mistake is only read on; no mapping comes of it.
struct MappingReader {
    static let mostRules = 200
    /// Conditions of one rule, those that join others included.
    static let mostConditions = 64
    static let deepestCondition = 8
    /// In bytes.
    static let longestText = 1_024
    /// In Unicode scalars.
    static let longestName = 128
    static let longestClaim = 256
    static let mostSteps = 8
    /// Of all patterns of a mapping together.
    static let mostInstructions = 4_096

    /// Where something stands: the steps of a JSON pointer.
    typealias Place = [String]

    private(set) var mistakes: [MappingMistake] = []
    private var instructions = 0
    /// In front of every place: a mapping may stand inside a larger document.
    private var base: Place = []
    /// Whether a role may be named by its name alone, for files whose account is not known yet.
    private let admitsRoleNames: Bool

    init(admitsRoleNames: Bool = false) {
        self.admitsRoleNames = admitsRoleNames
    }

    mutating func report(_ place: Place, _ reason: MappingMistake.Reason) {
        guard mistakes.count < MappingMistakes.most else { return }
        let place = base + place
        mistakes.append(MappingMistake(place.isEmpty ? "" : ClaimPath(steps: place).description, reason))
    }

    /// Reads what stands at that place of a larger document.
    mutating func inside<Value>(_ place: Place, _ read: (inout Self) -> Value) -> Value {
        let outer = base
        base += place
        defer { base = outer }
        return read(&self)
    }

    mutating func mapping(_ node: JSONNode) -> MappingDocument? {
        instructions = 0
        guard
            let members = members(
                of: node, among: ["type", "otherwise", "rules"], [], required: ["type", "otherwise"])
        else { return nil }
        let type = members["type"].flatMap { choice($0, among: ["token", "rules"], ["type"]) }
        let resolutions: [String: AmbiguousRoleResolution] = ["authenticatedRole": .authenticatedRole, "deny": .deny]
        let otherwise = members["otherwise"].flatMap { node in
            choice(node, among: resolutions.keys.sorted(), ["otherwise"]).flatMap { resolutions[$0] }
        }
        if type == "token" {
            if members["rules"] != nil { report(["rules"], .notApplicable) }
            return otherwise.map { MappingDocument(.token, otherwise: $0) }
        }
        guard let list = members["rules"] else {
            if type != nil { report(["rules"], .missing) }
            return nil
        }
        let rules = elements(of: list, atMost: Self.mostRules, ["rules"]).enumerated().compactMap { index, node in
            rule(node, ["rules", String(index)])
        }
        return otherwise.map { MappingDocument(.rules(rules), otherwise: $0) }
    }

    private mutating func rule(_ node: JSONNode, _ place: Place) -> MappingRule? {
        guard
            let members = members(
                of: node, among: ["name", "when", "role", "sessionSeconds", "tags"], place, required: ["when", "role"])
        else { return nil }
        let name = members["name"].flatMap { text($0, scalars: Self.longestName, place + ["name"]) }
        var left = Self.mostConditions
        let condition = members["when"].flatMap { self.condition($0, depth: 1, &left, place + ["when"]) }
        let role = members["role"].flatMap { self.role($0, place + ["role"]) }
        var session = RuleSession.none
        session.seconds = members["sessionSeconds"].flatMap { node in
            let range = RuleSession.admittedSeconds
            return integer(node, Int64(range.lowerBound)...Int64(range.upperBound), place + ["sessionSeconds"])
                .map(Int.init)
        }
        session.tags = members["tags"].map { tags($0, place + ["tags"]) } ?? []
        guard let condition, let role else { return nil }
        return MappingRule(name: name, when: condition, gives: role, session: session)
    }

    mutating func role(_ node: JSONNode, _ place: Place) -> String? {
        guard let text = text(node, place) else { return nil }
        guard RoleARN(text) != nil || admitsRoleNames && Self.isRoleName(text) else {
            report(place, .notARole)
            return nil
        }
        return text
    }

    /// `[\w+=,.@-]{1,64}`
    private static func isRoleName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "_+=,.@-".utf8.contains(byte)
                }
            }
    }

    /// Counts what a pattern costs, and refuses the first that makes the mapping too costly.
    mutating func admit(_ pattern: RulePattern, _ place: Place) -> RulePattern? {
        let isAffordable = instructions <= Self.mostInstructions
        instructions += pattern.instructions
        guard instructions > Self.mostInstructions else { return pattern }
        if isAffordable { report(place, .patternsTooCostly(limit: Self.mostInstructions)) }
        return nil
    }

    // MARK: Tags

    private mutating func tags(_ node: JSONNode, _ place: Place) -> [RuleTag] {
        guard node.kind == .object else {
            report(place, .wrongType(expected: "an object"))
            return []
        }
        var tags: [RuleTag] = []
        var known: Set<String> = []
        for (key, node) in node.members {
            let place = place + [key]
            guard PrincipalTags.admits(key: key) else {
                report(place, .tagKeyNotAllowed)
                continue
            }
            if !known.insert(key.lowercased()).inserted { report(place, .tagKeyRepeated) }
            guard let members = members(of: node, among: ["value", "claim", "path"], place) else { continue }
            guard members.count == 1 else {
                report(place, .needsOne(of: ["value", "claim", "path"]))
                continue
            }
            if let value = members["value"] {
                if let text = scalar(value, place + ["value"]) {
                    if !PrincipalTags.admits(value: text) { report(place + ["value"], .tagValueNotAllowed) }
                    tags.append(RuleTag(key, .text(text)))
                }
            } else if let subject = subject(members, place) {
                tags.append(RuleTag(key, .subject(subject)))
            }
        }
        if known.count > PrincipalTags.most { report(place, .tooMany(limit: PrincipalTags.most)) }
        return tags
    }
}

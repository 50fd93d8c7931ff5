import Foundation

/// A second reading of the rules, plain and slow, that shares nothing with the room: it walks the JSON for every
/// request, and keeps texts as arrays of UTF-16 code units. It knows the decisions, not their reasons.
struct ReferenceEvaluator {
    enum Verdict {
        case allow, explicitDeny, implicitDeny
    }

    struct Request {
        var action: [Int]
        var resource: [[Int]]?
        /// Keys in lower case.
        var context: [String: Held]
        /// What a caller of a trust or resource policy is called there, with what that name is worth: 3 exact, 2 role, 1
        /// account. A federated caller has no AWS names.
        var names: [String: Int] = [:]
        var federated: String?

        init(action: String, resource: String, context: [String: Held]) {
            self.action = units(action.lowercased())
            self.resource = arn(resource).map { parts in
                parts.dropLast().map { units($0.lowercased()) } + [units(parts[5])]
            }
            self.context = context
        }
    }

    struct Layers {
        var guardrails: [JSONValue]?
        var identity: [JSONValue]
        var boundary: JSONValue?
        var session: [JSONValue]?
        var resource: JSONValue?
        /// Whether the resource is another account's than the caller's.
        var isForeign = false
    }

    /// `allow = ¬deny(any) ∧ guard? ∧ (exact ∨ ((identity ∨ role) ∧ boundary? ∧ session?))` within an account; across
    /// accounts both sides must allow, and nothing that the resource's owner says stands for the caller's own policies.
    static func decide(_ request: Request, _ layers: Layers) -> Verdict {
        func allows(_ policies: [JSONValue]) -> Bool { policies.contains { worth("Allow", $0, request) > 0 } }
        let all =
            (layers.guardrails ?? []) + layers.identity + (layers.session ?? [])
            + [layers.boundary, layers.resource].compactMap(\.self)
        if all.contains(where: { worth("Deny", $0, request) > 0 }) { return .explicitDeny }
        let guarded = layers.guardrails.map(allows) ?? true
        let boundary = layers.boundary.map { allows([$0]) } ?? true
        let session = layers.session.map(allows) ?? true
        let resource = layers.resource.map { worth("Allow", $0, request) } ?? 0
        guard guarded else { return .implicitDeny }
        if layers.isForeign {
            return resource > 0 && allows(layers.identity) && boundary && session ? .allow : .implicitDeny
        }
        if resource == 3 { return .allow }
        return (allows(layers.identity) || resource == 2) && boundary && session ? .allow : .implicitDeny
    }

    static func decideTrust(_ request: Request, _ trust: JSONValue) -> Verdict {
        if worth("Deny", trust, request) > 0 { return .explicitDeny }
        return worth("Allow", trust, request) > 1 ? .allow : .implicitDeny
    }

    /// The most that any statement of this effect gives; 0 when none applies.
    private static func worth(_ effect: String, _ policy: JSONValue, _ request: Request) -> Int {
        let variables = policy["Version"]?.text == "2012-10-17"
        var best = 0
        for statement in policy["Statement"]!.list where statement["Effect"]!.text == effect {
            let worth = principalWorth(statement, request)
            guard worth > best, actionMatches(statement, request), resourceMatches(statement, request, variables) else {
                continue
            }
            switch conditionsHold(statement, request, variables) {
            case true?: best = worth
            case false?: continue
            case nil: if effect == "Deny" { best = worth }
            }
        }
        return best
    }

    // MARK: Elements

    private static func actionMatches(_ statement: JSONValue, _ request: Request) -> Bool {
        func anyMatches(_ patterns: JSONValue) -> Bool {
            patterns.list.contains { $0.text == "*" || glob(units($0.text.lowercased()).map(wild), request.action) }
        }
        if let patterns = statement["Action"] { return anyMatches(patterns) }
        return !anyMatches(statement["NotAction"]!)
    }

    private static func resourceMatches(_ statement: JSONValue, _ request: Request, _ variables: Bool) -> Bool {
        func anyMatches(_ patterns: JSONValue) -> Bool {
            patterns.list.contains { pattern in
                if pattern.text == "*" { return true }
                let parts = fiveColons(pattern.text)
                guard parts.count == 6, let value = request.resource else { return false }
                for (pattern, part) in zip(parts, value).prefix(5)
                where !glob(units(pattern.lowercased()).map(wild), part) { return false }
                let last = expand(parts[5], request.context, variables, wildcards: true)
                return last.map { glob($0, value[5]) } ?? false
            }
        }
        if let patterns = statement["Resource"] { return anyMatches(patterns) }
        if let patterns = statement["NotResource"] { return !anyMatches(patterns) }
        return true
    }

    private static func principalWorth(_ statement: JSONValue, _ request: Request) -> Int {
        func best(_ principal: JSONValue) -> Int {
            var best = 0
            if case .text = principal { return request.federated == nil ? 2 : 1 }
            if let federated = principal["Federated"], let caller = request.federated {
                best = federated.list.contains { units($0.text) == units(caller) } ? 3 : 0
            }
            for name in principal["AWS"]?.list ?? [] {
                if request.federated == nil {
                    best = max(best, name.text == "*" ? 2 : request.names[name.text] ?? 0)
                } else if name.text == "*" {
                    // It denies a token, and does not admit one.
                    best = max(best, 1)
                }
            }
            return best
        }
        if let principal = statement["Principal"] { return best(principal) }
        if let principal = statement["NotPrincipal"] {
            return best(principal) > 0 ? 0 : request.federated == nil ? 2 : 1
        }
        return 3
    }

    // MARK: Conditions; nil is "cannot be told"

    private static func conditionsHold(_ statement: JSONValue, _ request: Request, _ variables: Bool) -> Bool? {
        var unknown = false
        for (name, block) in statement["Condition"]?.members ?? [] {
            for (key, values) in block.members {
                let held = request.context[key.lowercased()] ?? .missing
                switch conditionHolds(name, values.list.map(\.text), held, request.context, variables) {
                case true?: continue
                case false?: return false
                case nil: unknown = true
                }
            }
        }
        return unknown ? nil : true
    }

    private static func conditionHolds(
        _ name: String, _ policy: [String], _ held: Held, _ context: [String: Held], _ variables: Bool
    ) -> Bool? {
        var base = name
        let forAll = base.hasPrefix("ForAllValues:")
        let forAny = base.hasPrefix("ForAnyValue:")
        if forAll || forAny { base = String(base[base.index(after: base.firstIndex(of: ":")!)...]) }
        let ifExists = base.hasSuffix("IfExists")
        if ifExists { base = String(base.dropLast(8)) }
        if base == "Null" {
            let wantsMissing = policy.map { $0.lowercased() == "true" }
            if case .missing = held { return wantsMissing.contains(true) }
            return wantsMissing.contains(false)
        }
        let negated = base.contains("Not")
        func one(_ value: String) -> Bool? {
            ReferenceValues.compare(base, policy, value) { expand($0, context, variables, wildcards: $1) }.holds(
                negated)
        }
        switch held {
        case .missing:
            if forAll || ifExists { return true }
            return forAny ? false : negated
        case .one(let value): return one(value)
        case .list(let values):
            let results = values.map(one)
            if forAny { return results.contains(true) ? true : results.contains(nil) ? nil : false }
            if forAll { return results.contains(false) ? false : results.contains(nil) ? nil : true }
            return false
        }
    }

    // MARK: Texts

    /// A code unit, or a wildcard: -1 for `*`, -2 for `?`.
    typealias Pattern = [Int]

    static func units(_ text: String) -> [Int] { text.utf16.map(Int.init) }
    static func wild(_ unit: Int) -> Int { unit == 0x2A ? -1 : unit == 0x3F ? -2 : unit }

    /// The definition itself; exponential, for short texts.
    static func glob(_ pattern: Pattern, _ value: [Int], _ atPattern: Int = 0, _ atValue: Int = 0) -> Bool {
        if atPattern == pattern.count { return atValue == value.count }
        let isOver = atValue == value.count
        if pattern[atPattern] == -1 {
            return glob(pattern, value, atPattern + 1, atValue)
                || !isOver && glob(pattern, value, atPattern, atValue + 1)
        }
        return !isOver && (pattern[atPattern] == -2 || pattern[atPattern] == value[atValue])
            && glob(pattern, value, atPattern + 1, atValue + 1)
    }

    static func fiveColons(_ text: String) -> [String] {
        var parts = text.components(separatedBy: ":")
        if parts.count > 6 { parts = parts[..<5] + [parts[5...].joined(separator: ":")] }
        return parts
    }

    static func arn(_ text: String) -> [String]? {
        let parts = fiveColons(text)
        return parts.count == 6 && parts[0] == "arn" ? parts : nil
    }

    /// Nil when a variable has no value.
    private static func expand(
        _ text: String, _ context: [String: Held], _ variables: Bool, wildcards: Bool
    ) -> Pattern? {
        func plain(_ text: some StringProtocol) -> Pattern { units(String(text)).map { wildcards ? wild($0) : $0 } }
        var rest = text[...]
        var pattern: Pattern = []
        while variables, let open = rest.range(of: "${"),
            let close = rest.range(of: "}", range: open.upperBound..<rest.endIndex)
        {
            pattern += plain(rest[..<open.lowerBound])
            let inside = rest[open.upperBound..<close.lowerBound]
            rest = rest[close.upperBound...]
            if ["*", "?", "$"].contains(inside) {
                pattern += units(String(inside))
                continue
            }
            let halves = inside.components(separatedBy: ", '")
            let held = context[halves[0].lowercased()] ?? .missing
            switch (held, halves.count) {
            case (.one(let value), _): pattern += units(value)
            case (.missing, 2): pattern += units(String(halves[1].dropLast()))
            default: return nil
            }
        }
        return pattern + plain(rest)
    }
}

/// JSON as a tree of texts: for policies, numbers and booleans are what they read.
enum JSONValue {
    case text(String)
    case array([JSONValue])
    case object([(String, JSONValue)])

    init(parsing text: String) throws {
        self.init(try JSONSerialization.jsonObject(with: Data(text.utf8)))
    }

    private init(_ value: Any) {
        switch value {
        case let object as [String: Any]: self = .object(object.map { ($0.key, JSONValue($0.value)) })
        case let array as [Any]: self = .array(array.map(JSONValue.init))
        default: self = .text("\(value)")
        }
    }

    subscript(_ name: String) -> JSONValue? { members.first { $0.0 == name }?.1 }

    var members: [(String, JSONValue)] { if case .object(let members) = self { members } else { [] } }
    var text: String { if case .text(let text) = self { text } else { "" } }
    var list: [JSONValue] { if case .array(let values) = self { values } else { [self] } }
}

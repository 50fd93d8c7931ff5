import StrictJSON

/// How a role was chosen: the mapping, every rule that was tried and what it compared, the outcome.
enum RoleStory {
    static func tell(_ choice: JSONNode, in story: inout Story) {
        for login in choice["logins"].parts {
            let provider = login["provider"]?.string?.shown ?? "?"
            if let mapping = login["mapping"]?.string?.shown {
                story.line("\(provider): mapped by \(mapping)")
            } else {
                story.line("\(provider): the pool has no mapping for it")
            }
        }
        let roles = LoginStory.texts(choice["namedRoles"])
        if choice["namedRoles"] != nil {
            story.fact("token", roles.isEmpty ? "names no role" : "names \(roles.joined(separator: ", "))")
            story.fact("", choice["preferredRole"]?.string.map { "and prefers \($0.shown)" })
        }
        for rule in choice["rules"].parts { tellRule(rule, in: &story) }
        if let role = choice["role"]?.string?.shown {
            story.line("chosen: \(role)")
            story.line("because: \(choice["reason"]?.string.map(ReasonWords.text) ?? "?")")
        } else if let refusal = choice["refusal"]?.string {
            story.line("no role: \(ReasonWords.text(refusal))")
        }
        story.fact("for", choice["sessionSeconds"]?.number?.integer.map(Moment.duration))
        for (key, value) in choice["tags"].pairs {
            story.fact("tag", "\(key.shown) = \(Column.text(value))")
        }
    }

    private static func tellRule(_ rule: JSONNode, in story: inout Story) {
        let number = (rule["index"]?.number?.integer).map { "\($0 + 1)" } ?? "?"
        let name = rule["name"]?.string.map { " “\($0.shown)”" } ?? ""
        let role = rule["role"]?.string?.shown ?? "?"
        let matches = rule["matches"]?.bool ?? false
        story.line("rule \(number)\(name), for \(role): \(matches ? "matches" : "does not match")")
        if let condition = rule["condition"] { tell(condition, depth: 2, in: &story) }
    }

    private static func tell(_ condition: JSONNode, depth: Int, in story: inout Story) {
        if let test = condition["test"] {
            story.line(Self.text(of: test, condition), depth: depth)
            return
        }
        for (name, words) in [("all", "all of"), ("any", "any of"), ("not", "not")] {
            guard let parts = condition[name] else { continue }
            let isMet = condition["isMet"]?.bool ?? false
            story.line("\(words) these: \(isMet ? "yes" : "no")", depth: depth)
            for part in parts.elements where depth < 32 { tell(part, depth: depth + 1, in: &story) }
        }
    }

    /// `email ends with "@example.com": yes, it is "ada@example.com"`.
    private static func text(of test: JSONNode, _ condition: JSONNode) -> String {
        var subject = "?"
        var comparison = ""
        for (name, value) in test.members {
            switch name {
            case "claim": subject = value.string?.shown ?? "?"
            case "path": subject = value.string?.shown ?? "?"
            case "request": subject = "request \(value.string?.shown ?? "?")"
            case "acceptsUnverified": break
            default: comparison = "\(words(name)) \(quoted(value))"
            }
        }
        let actual = condition["actual"].map { actual in
            actual.kind == .string
                ? quoted(actual) : actual.elements.map(quoted).joined(separator: ", ")
        }
        let finding =
            switch condition["finding"]?.string {
            case "holds": "yes"
            case "doesNotHold": "no"
            case "missing": "there is no such value"
            case "notComparable": "cannot be compared"
            case "unverified": "the provider calls the address unverified"
            default: condition["finding"]?.string?.shown ?? "?"
            }
        return "\(subject) \(comparison): \(finding)\(actual.map { ", it is \($0)" } ?? "")"
    }

    /// `startsWith` becomes `starts with`.
    private static func words(_ name: String) -> String {
        name.shown.reduce(into: "") { text, character in
            if character.isUppercase { text += " " }
            text += character.lowercased()
        }
    }

    private static func quoted(_ node: JSONNode) -> String {
        switch node.kind {
        case .string: "“\(node.string?.shown ?? "")”"
        case .array: node.elements.map(quoted).joined(separator: ", ")
        default: Column.text(node)
        }
    }
}

import StrictJSON

/// One question that was asked of policies: the answer, and every statement that was looked at.
enum TrustStory {
    static func tell(_ judgement: JSONNode, in story: inout Story) {
        let action = judgement["action"]?.string?.shown ?? "?"
        let answer =
            switch judgement["decision"]?.string {
            case "allowed": "allowed by \(name(judgement["by"]))"
            case "denied": "denied by \(name(judgement["by"]))"
            case "notMentioned": "allowed by no statement\(layer(judgement["layer"]))"
            default: judgement["decision"]?.string?.shown ?? "?"
            }
        story.line("\(action): \(answer)")
        story.fact("caller", judgement["caller"]?.string?.shown)
        for statement in judgement["statements"].parts {
            let applies = statement["applies"]?.bool ?? false
            let effect = statement["effect"]?.string?.shown ?? "?"
            story.line(
                "\(name(statement["statement"])), \(effect): \(applies ? "applies" : "does not apply")", depth: 2)
            for mismatch in statement["mismatches"].parts {
                story.line(text(of: mismatch), depth: 3)
            }
        }
    }

    /// `statement 2 “Guests” of the trust policy`.
    private static func name(_ reference: JSONNode?) -> String {
        guard let reference else { return "?" }
        let number = (reference["statement"]?.number?.integer).map { "\($0 + 1)" } ?? "?"
        let sid = reference["sid"]?.string.map { " “\($0.shown)”" } ?? ""
        let layer = reference["layer"]?.string ?? "?"
        // A role has one trust policy, and its name is no news.
        let policy = reference["policy"]?.string ?? ""
        let name = layer == "trust" || policy.isEmpty ? "" : " \(policy.shown)"
        return "statement \(number)\(sid) of the \(layer.shown) policy\(name)"
    }

    private static func layer(_ node: JSONNode?) -> String {
        node?.string.map { " of the \($0.shown) policy" } ?? ""
    }

    private static func text(of mismatch: JSONNode) -> String {
        let expected = LoginStory.texts(mismatch["expected"]).joined(separator: ", ")
        switch mismatch["part"]?.string {
        case "condition":
            let name = "\(mismatch["operator"]?.string?.shown ?? "?") \(mismatch["key"]?.string?.shown ?? "?")"
            guard mismatch["actual"] != nil else { return "\(name) wants \(expected), and there is no such value" }
            let actual = LoginStory.texts(mismatch["actual"]).joined(separator: ", ")
            let isOpen = mismatch["isIndeterminate"]?.bool ?? false
            return "\(name) wants \(expected), and it is \(actual)\(isOpen ? ", which cannot be compared" : "")"
        case "audienceNotTested": return "it does not say for which pool, so it lets nobody in"
        case let part?:
            let isNegated = mismatch["isNegated"]?.bool ?? false
            let actual = mismatch["actual"]?.string?.shown ?? "?"
            return "\(part.shown) is to be \(isNegated ? "none of " : "")\(expected), and it is \(actual)"
        case nil: return "?"
        }
    }
}
